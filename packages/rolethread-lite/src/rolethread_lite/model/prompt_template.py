r"""Templates: texts with variables such as `{{char}}`, filled with values and recognised again.

A variable is a name in double braces: letters, digits, spaces and `_ - . '`, beginning with a letter or a digit.
Case and spaces around it make no difference. A backslash in front, `\{{char}}`, makes it plain text; two of them are
a backslash and a variable. Everything else in double braces (`{{random:a,b}}`, `{{// a remark}}`) is a macro of
another program: it stays as it is, and can be named.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from rolethread_lite.errors import InvalidValue

_BRACES = re.compile(r"\{\{([^{}]*)\}\}")
_BETWEEN_LETTERS = frozenset(" _-.'\u2019")
_ESCAPE = "\\"
_UNSPACED = re.compile(r"[\W\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Characters beside which another word may begin: marks, and scripts that write words without spaces."""
_LONGEST_NAME = 80
MOST_TRIES = 1000
"""So many places are tried for values of variables that stand more than once, before a text counts as no instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A place in a template that takes a value."""

    name: str
    """The name by which values are given: folded, so that `{{Char}}` and `{{ char }}` are one variable."""
    written: str
    """The variable as it stands in the text, braces included."""


Piece: TypeAlias = str | Variable
"""A stretch of plain text, or a variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text read as a template."""

    pieces: tuple[Piece, ...]
    """Plain text and variables in turn, no plain text empty, no two side by side; escapes are resolved."""
    macros: tuple[str, ...]
    """What looks like a macro of another program and stays as it is, each once, as written."""

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of the variables in the order in which they first stand."""
        return tuple(dict.fromkeys(piece.name for piece in self.pieces if isinstance(piece, Variable)))

    @property
    def plain(self) -> str:
        """Return the plain text alone, a space in the place of each variable."""
        return "".join(piece if isinstance(piece, str) else " " for piece in self.pieces)


@lru_cache(maxsize=512)
def read_template(text: str) -> Template:
    """Return a text as a template; every text is one."""
    pieces: list[Piece] = []
    macros: dict[str, None] = {}
    place = 0
    for found in _BRACES.finditer(text):
        name = variable_name(found[1])
        if not name:
            macros[found[0]] = None
            continue
        between = text[place : found.start()]
        before, is_escaped = _without_escape(between)
        pieces += [before, found[0] if is_escaped else Variable(name=name, written=found[0])]
        place = found.end()
    return Template(pieces=tuple(_joined([*pieces, text[place:]])), macros=tuple(macros))


def variable_name(written: str) -> str:
    """Return the name that a variable goes by, empty when this can be no name of a variable."""
    name = unicodedata.normalize("NFC", " ".join(written.split()))
    if not name[:1].isalnum() or len(name) > _LONGEST_NAME or "\n" in written:
        return ""
    return unicodedata.normalize("NFC", name.casefold()) if all(map(_may_be_in_name, name)) else ""


def variables_of(text: str) -> tuple[str, ...]:
    """Return the names of the variables of a text in the order in which they first stand."""
    return read_template(text).variables


def named_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return values by the names that variables go by; raises InvalidValue for what is no name."""
    named: dict[str, str] = {}
    for written, value in values.items():
        name = variable_name(written.removeprefix("{{").removesuffix("}}"))
        if not name:
            raise InvalidValue(
                f"{written!r} cannot be the name of a variable",
                advice="Use letters, digits, spaces, and one of _ - . ' between them.",
            )
        named[name] = value
    return named


def fill(text: str, values: Mapping[str, str], *, strict: bool = False) -> str:
    """Return the text with values in the places of its variables; a value is put there as it is, never read again.

    A variable without a value stays as it is written. Where `strict`, it raises InvalidValue instead.
    """
    template = read_template(text)
    named = named_values(values)
    missing = [name for name in template.variables if name not in named]
    if strict and missing:
        names = ", ".join(f"{{{{{name}}}}}" for name in missing)
        raise InvalidValue(f"there is no value for {names}", advice="Give each variable a value.")
    return "".join(
        piece if isinstance(piece, str) else named.get(piece.name, piece.written) for piece in template.pieces
    )


def match(text: str, filled: str) -> Mapping[str, str] | None:
    """Return the values with which a text, filled, is `filled`; None when no values were found.

    A variable that stands twice has the same value twice. Where several answers are possible, earlier variables
    get the shortest values.
    """
    return match_pieces(read_template(text), filled)


def match_pieces(template: Template, filled: str) -> Mapping[str, str] | None:
    """Return the same for a text that was read as a template."""
    return _Match(template, filled).values()


def escape(text: str) -> str:
    """Return a text as a template that has no variables and is filled to just this text."""
    written: list[str] = []
    place = 0
    for found in _BRACES.finditer(text):
        if variable_name(found[1]):
            between = text[place : found.start()]
            slashes = len(between) - len(between.rstrip(_ESCAPE))
            written += [between, _ESCAPE * (slashes + 1), found[0]]
            place = found.end()
    return "".join([*written, text[place:]])


def with_variables(text: str, words: Mapping[str, str]) -> str:
    """Return a text with variables in the places of words: those of `words`, by the variables' names.

    Whole words are meant, the longest first, and a variable that is put there is not looked into again. Raises
    InvalidValue for what is no name, and for words that the text does not hold.
    """
    named = {word: name for name, word in named_values(words).items()}
    if not named:
        return text
    absent = next((word for word in named if not word.strip() or not _whole(word).search(text)), None)
    if absent is not None:
        raise InvalidValue(f"{absent!r} does not stand in the system prompt", advice="Give words just as they stand.")
    words_there = "|".join(_whole(word).pattern for word in sorted(named, key=len, reverse=True))

    def _variable(found: re.Match[str]) -> str:
        if found[0] not in named:
            return found[0]
        return f"{_slashes(text, found.start())}{{{{{named[found[0]]}}}}}"

    return re.sub(f"{_BRACES.pattern}|{words_there}", _variable, text)


def _slashes(text: str, place: int) -> str:
    """Return the backslashes that stand before a place: with as many more, what follows is a variable."""
    number = 0
    while number < place and text[place - 1 - number] == _ESCAPE:
        number += 1
    return _ESCAPE * number


def _whole(word: str) -> re.Pattern[str]:
    """Return what finds a word; where its script is written without spaces, also inside of longer ones."""
    start = "" if _UNSPACED.match(word[:1]) else r"(?<!\w)"
    end = "" if _UNSPACED.match(word[-1:]) else r"(?!\w)"
    return re.compile(f"{start}{re.escape(word)}{end}")


def _may_be_in_name(character: str) -> bool:
    return character.isalnum() or character in _BETWEEN_LETTERS or unicodedata.category(character).startswith("M")


def _without_escape(between: str) -> tuple[str, bool]:
    """Return the plain text before a variable, and whether a backslash makes the variable plain too."""
    kept = between.rstrip(_ESCAPE)
    slashes = len(between) - len(kept)
    return kept + _ESCAPE * (slashes // 2), slashes % 2 == 1


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    for is_plain, group in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if not is_plain:
            yield from group
            continue
        text = "".join(piece for piece in group if isinstance(piece, str))
        if text:
            yield text


class _Match:
    """Looks for the values of a template in a text.

    Variables are settled from left to right. What stands between the first places of two variables is known
    text once the earlier ones have values, so it is found, not guessed; and the last variable's length follows
    from what is left. Only where a variable comes again may an earlier choice have been wrong: such places are
    tried one after the other, and there is a limit to that, because in general it takes for ever.
    """

    def __init__(self, template: Template, text: str) -> None:
        self._text = text
        self._names = template.variables
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._head = ""
        self._tails: list[list[str | int]] = []
        for piece in template.pieces:
            self._take(piece)
        again = {piece for tail in self._tails for piece in tail if isinstance(piece, int)}
        self._last = len(self._names) - 1
        self._last_choice = min(max(again, default=-1), self._last - 1)

    def _take(self, piece: Piece) -> None:
        if isinstance(piece, str):
            if self._tails:
                self._tails[-1].append(piece)
            else:
                self._head += piece
            return
        number = self._numbers[piece.name]
        if number == len(self._tails):
            self._tails.append([])
        else:
            self._tails[-1].append(number)

    def values(self) -> dict[str, str] | None:
        """Return the values by name, None when there are none."""
        if not self._text.startswith(self._head):
            return None
        if not self._names:
            return {} if self._text == self._head else None
        found = self._search()
        return None if found is None else dict(zip(self._names, found, strict=True))

    def _search(self) -> list[str] | None:
        found: list[str] = []
        choices: list[tuple[int, int, int]] = []
        number, place, earliest = 0, len(self._head), len(self._head)
        for _ in range(MOST_TRIES + 2 * len(self._names)):
            end = self._end_of(number, place, earliest, found)
            after = -1
            if end >= 0:
                found.append(self._text[place:end])
                after = self._after(number, end, found)
                if number <= self._last_choice:
                    choices.append((number, place, end + 1))
            if after >= 0 and number == self._last:
                return found
            if after >= 0:
                number, place, earliest = number + 1, after, after
            elif choices:
                number, place, earliest = choices.pop()
                del found[number:]
            else:
                return None
        return None

    def _end_of(self, number: int, place: int, earliest: int, found: list[str]) -> int:
        """Return where a value that begins at `place` may end, at `earliest` or behind it; -1 when nowhere."""
        tail = self._tails[number]
        if number == self._last:
            known = sum(len(self._fixed(piece, found)) for piece in tail if piece != number)
            length, rest = divmod(len(self._text) - place - known, 1 + tail.count(number))
            return place + length if not rest and length >= 0 else -1
        own = tail.index(number) if number in tail else len(tail)
        return self._text.find("".join(self._fixed(piece, found) for piece in tail[:own]), earliest)

    def _after(self, number: int, end: int, found: list[str]) -> int:
        """Return where the known text behind a value ends, -1 when another text stands there."""
        place = end
        for piece in self._tails[number]:
            fixed = self._fixed(piece, found)
            if not self._text.startswith(fixed, place):
                return -1
            place += len(fixed)
        return place

    @staticmethod
    def _fixed(piece: str | int, found: list[str]) -> str:
        return piece if isinstance(piece, str) else found[piece]
