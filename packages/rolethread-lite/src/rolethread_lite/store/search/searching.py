"""Answers text queries for one dataset, kept up with what was committed, here or by another process."""

import threading
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import apsw
import regex

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.selection import SearchMode, SearchScope, TextQuery
from rolethread_lite.store.asking import numbers, rows_as
from rolethread_lite.store.derived import TURN_SEPARATOR, Derivation, SearchTexts
from rolethread_lite.store.lines import join
from rolethread_lite.store.search.segments import FoldedTexts, sought_form

PATTERN_SECONDS = 2.0
"""How long a regular expression may take for one entry before it is refused."""

_LINES = "select e.id,e.tags,e.hole,b.raw from entry e join body b using(id)"
_OWN_SCOPES = (SearchScope.USER, SearchScope.ASSISTANT, SearchScope.OTHER)


_ANSWERS_KEPT = 16
"""Answers of one revision that are kept for the next page."""


class _Answer(NamedTuple):
    revision: int
    keys: frozenset[int]


class _Text(NamedTuple):
    key: int
    line: bytes


def _text(key: int, tags: str | None, hole: int, raw: bytes) -> _Text:
    return _Text(key, join(raw, tags, hole))


class DatasetSearch:
    """The searchable texts of one dataset; system prompts are kept once for each distinct one."""

    def __init__(self, dataset: int, *, derivation: Derivation) -> None:
        """Search the dataset with this key; nothing is read before the first question."""
        self._dataset = dataset
        self._derivation = derivation
        self._revision: int | None = None
        self._scopes = {scope: FoldedTexts() for scope in _OWN_SCOPES}
        self._prompts = FoldedTexts()
        self._prompt_numbers: dict[str, int] = {}
        self._by_prompt: list[set[int]] = []
        self._prompt_of: dict[int, int] = {}
        self._answers: dict[TextQuery, _Answer] = {}
        self._lock = threading.Lock()

    def hits(self, connection: apsw.Connection, query: TextQuery, *, revision: int) -> frozenset[int]:
        """Return the keys of the entries that hold the text, as `connection` shows them at `revision`.

        Raises InvalidValue for an empty text, and for a pattern that is wrong or takes too long.
        """
        if not query.text.strip():
            raise InvalidValue("there is nothing to search for", advice="Give a text of at least one character.")
        with self._lock:
            known = self._answers.get(query)
            if known is None or known.revision != revision:
                known = _Answer(revision, frozenset(self._answer(connection, query, revision)))
                while len(self._answers) >= _ANSWERS_KEPT:
                    del self._answers[next(iter(self._answers))]
                self._answers[query] = known
            return known.keys

    def prepare(self, connection: apsw.Connection, *, revision: int) -> None:
        """Read what has to be read before the first question can be answered."""
        with self._lock:
            self._bring_up_to_date(connection, revision)

    def _answer(self, connection: apsw.Connection, query: TextQuery, revision: int) -> Iterable[int]:
        if query.mode is SearchMode.REGEX:
            return self._pattern_hits(connection, query)
        self._bring_up_to_date(connection, revision)
        return self._text_hits(query)

    def _bring_up_to_date(self, connection: apsw.Connection, revision: int) -> None:
        if self._revision == revision:
            return
        if self._revision is None or self._revision > revision:
            self._forget()
            lines = rows_as(_text, connection, f"{_LINES} where e.dataset=? and e.kind=0", (self._dataset,))
        else:
            changed = numbers(connection, "select id from touch where rev>?", (self._revision,))
            for key in changed:
                self._drop(key)
            lines = self._changed_lines(connection, changed)
        for text in lines:
            self._put(text.key, self._derivation.texts(text.line))
        self._revision = revision

    def _changed_lines(self, connection: apsw.Connection, keys: list[int]) -> Iterator[_Text]:
        for key in keys:
            where = f"{_LINES} where e.id=? and e.dataset=? and e.kind=0"
            yield from rows_as(_text, connection, where, (key, self._dataset))

    def _forget(self) -> None:
        self._scopes = {scope: FoldedTexts() for scope in _OWN_SCOPES}
        self._prompts = FoldedTexts()
        self._prompt_numbers, self._by_prompt, self._prompt_of = {}, [], {}

    def _put(self, key: int, texts: SearchTexts) -> None:
        self._scopes[SearchScope.USER].put(key, texts.user)
        self._scopes[SearchScope.ASSISTANT].put(key, texts.assistant)
        if texts.other:
            self._scopes[SearchScope.OTHER].put(key, texts.other)
        number = self._prompt_numbers.get(texts.system)
        if number is None:
            number = self._prompt_numbers[texts.system] = len(self._by_prompt)
            self._by_prompt.append(set())
            self._prompts.put(number, texts.system)
        self._prompt_of[key] = number
        self._by_prompt[number].add(key)

    def _drop(self, key: int) -> None:
        for scope in self._scopes.values():
            scope.drop(key)
        number = self._prompt_of.pop(key, None)
        if number is not None:
            self._by_prompt[number].discard(key)

    def _text_hits(self, query: TextQuery) -> set[int]:
        match query.mode:
            case SearchMode.CONTAINS:
                return self._holding(query.text, query.scopes, alone=False)
            case SearchMode.PHRASE:
                return self._holding(query.text.strip(), query.scopes, alone=True)
            case _:
                alone = query.mode is SearchMode.WHOLE_WORD
                words = sorted(set(query.text.split()), key=len, reverse=True)
                found = self._holding(words[0], query.scopes, alone=alone)
                for word in words[1:]:
                    found &= self._holding(word, query.scopes, alone=alone) if found else set()
                return found

    def _holding(self, text: str, scopes: tuple[SearchScope, ...], *, alone: bool) -> set[int]:
        sought = sought_form(text)
        found: set[int] = set()
        for scope in scopes:
            if scope is SearchScope.SYSTEM:
                for prompts in self._prompts.scan(sought, alone=alone):
                    found.update(*(self._by_prompt[number] for number in prompts))
            else:
                for keys in self._scopes[scope].scan(sought, alone=alone):
                    found.update(keys)
        return found

    def _pattern_hits(self, connection: apsw.Connection, query: TextQuery) -> Iterator[int]:
        pattern = compile_pattern(query.text)
        lines = rows_as(_text, connection, f"{_LINES} where e.dataset=? and e.kind=0", (self._dataset,))
        for text in lines:
            texts = self._derivation.texts(text.line)._asdict()
            turns = (turn for scope in query.scopes for turn in texts[scope.value].split(TURN_SEPARATOR))
            if any(pattern_fits(pattern, turn) for turn in turns):
                yield text.key


class Searches:
    """The searchable texts of every dataset that was searched."""

    def __init__(self, derivation: Derivation) -> None:
        """Search the texts that `derivation` sees in a line."""
        self._derivation = derivation
        self._datasets: dict[int, DatasetSearch] = {}
        self._lock = threading.Lock()

    def of(self, dataset: int) -> DatasetSearch:
        """Return the texts of the dataset with this key."""
        with self._lock:
            found = self._datasets.get(dataset)
            if found is None:
                found = self._datasets[dataset] = DatasetSearch(dataset, derivation=self._derivation)
            return found


def compile_pattern(text: str) -> regex.Pattern[str]:
    """Return a regular expression that ignores upper and lower case; raises InvalidValue when it is wrong."""
    try:
        return regex.compile(text, regex.IGNORECASE | regex.FULLCASE)
    except regex.error as fault:
        raise InvalidValue(
            f"the pattern {text!r} is not a regular expression: {fault}",
            advice="Escape special characters with a backslash, or search without --mode regex.",
        ) from fault


def pattern_fits(pattern: regex.Pattern[str], text: str) -> bool:
    """Tell whether the pattern fits somewhere in a text; raises InvalidValue when it takes too long."""
    try:
        return pattern.search(text, timeout=PATTERN_SECONDS) is not None
    except TimeoutError as fault:
        raise InvalidValue(
            f"the pattern takes more than {PATTERN_SECONDS:g} seconds on one entry",
            advice="Make it simpler: nested repetitions such as (a+)+ are the usual cause.",
        ) from fault
