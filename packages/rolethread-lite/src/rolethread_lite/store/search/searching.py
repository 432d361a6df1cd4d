"""Answers text queries for one dataset, kept up with what was committed, here or by another process."""

import threading
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import apsw
import regex

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.selection import SearchMode, SearchScope, TextQuery
from rolethread_lite.model.watch import Watch, unwatched
from rolethread_lite.store.asking import count, numbers, rows_as
from rolethread_lite.store.derived import TURN_SEPARATOR, Derivation, SearchTexts
from rolethread_lite.store.search.room import Room
from rolethread_lite.store.search.segments import FoldedTexts, sought_form

PATTERN_SECONDS = 2.0
"""How long a regular expression may take for one entry before it is refused."""

_LINES = "select e.id,b.raw from entry e join body b using(id)"
"""Lines without the tags that are kept apart: nobody says them."""
_OWN_SCOPES = (SearchScope.USER, SearchScope.ASSISTANT, SearchScope.OTHER)


_ANSWERS_KEPT = 16
"""Answers of one revision that are kept for the next page."""
_TOLD_EVERY = 1000
_NONE = -1


class _Answer(NamedTuple):
    revision: int
    keys: frozenset[int]


class _Text(NamedTuple):
    key: int
    line: bytes


class DatasetSearch:
    """The searchable texts of one dataset; system prompts are kept once for each distinct one."""

    def __init__(self, dataset: int, *, derivation: Derivation, folder: Path) -> None:
        """Search the dataset with this key; nothing is read before the first question.

        `folder` takes the texts that are too much for the memory.
        """
        self._dataset = dataset
        self._derivation = derivation
        self._folder = folder
        self._revision: int | None = None
        self._forget()
        self._answers: dict[TextQuery, _Answer] = {}
        self._lock = threading.Lock()

    def is_ready(self, query: TextQuery, *, revision: int) -> bool:
        """Tell whether a question can be answered without reading all texts first; it never waits."""
        known = self._answers.get(query)
        if known is not None and known.revision == revision:
            return True
        return query.mode is not SearchMode.REGEX and self._revision is not None and self._revision <= revision

    def hits(
        self, connection: apsw.Connection, query: TextQuery, *, revision: int, watch: Watch = unwatched
    ) -> frozenset[int]:
        """Return the keys of the entries that hold the text, as `connection` shows them at `revision`.

        `watch` is told how many texts were read, if they have to be; what it raises ends the search.
        Raises InvalidValue for an empty text, and for a pattern that is wrong or takes too long.
        """
        if not query.text.strip():
            raise InvalidValue("there is nothing to search for", advice="Give a text of at least one character.")
        with self._lock:
            known = self._answers.get(query)
            if known is None or known.revision != revision:
                known = _Answer(revision, frozenset(self._answer(connection, query, revision, watch)))
                while len(self._answers) >= _ANSWERS_KEPT:
                    del self._answers[next(iter(self._answers))]
                self._answers[query] = known
            return known.keys

    def _answer(self, connection: apsw.Connection, query: TextQuery, revision: int, watch: Watch) -> Iterable[int]:
        if query.mode is SearchMode.REGEX:
            return self._pattern_hits(connection, query, watch)
        self._bring_up_to_date(connection, revision, watch)
        return self._text_hits(query)

    def _bring_up_to_date(self, connection: apsw.Connection, revision: int, watch: Watch) -> None:
        if self._revision == revision:
            return
        if self._revision is None or self._revision > revision:
            self._revision = None
            self._forget()
            lines = self._all_lines(connection, watch)
        else:
            changed = numbers(connection, "select id from touch where rev>?", (self._revision,))
            for key in changed:
                self._drop(key)
            lines = self._changed_lines(connection, changed)
        for text in lines:
            self._put(text.key, self._derivation.texts(text.line))
        self._revision = revision

    def _all_lines(self, connection: apsw.Connection, watch: Watch) -> Iterator[_Text]:
        where = "where e.dataset=? and e.kind=0"
        whole = count(connection, f"select count(*) from entry e {where}", (self._dataset,))
        for number, text in enumerate(rows_as(_Text, connection, f"{_LINES} {where}", (self._dataset,))):
            if not number % _TOLD_EVERY:
                watch(number, whole)
            yield text

    def _changed_lines(self, connection: apsw.Connection, keys: list[int]) -> Iterator[_Text]:
        for key in keys:
            where = f"{_LINES} where e.id=? and e.dataset=? and e.kind=0"
            yield from rows_as(_Text, connection, where, (key, self._dataset))

    def _forget(self) -> None:
        room = Room(self._folder)
        self._scopes = {scope: FoldedTexts(room) for scope in _OWN_SCOPES}
        self._prompts = FoldedTexts(room)
        self._prompt_numbers: dict[str, int] = {}
        self._by_prompt: list[array[int]] = []
        self._changed_prompts: dict[int, int] = {}
        """Which prompt the keys have that were dropped at some time; all others have the one they were put under."""

    def _put(self, key: int, texts: SearchTexts) -> None:
        self._scopes[SearchScope.USER].put(key, texts.user)
        self._scopes[SearchScope.ASSISTANT].put(key, texts.assistant)
        if texts.other:
            self._scopes[SearchScope.OTHER].put(key, texts.other)
        number = self._prompt_numbers.get(texts.system)
        if number is None:
            number = self._prompt_numbers[texts.system] = len(self._by_prompt)
            self._by_prompt.append(array("q"))
            self._prompts.put(number, texts.system)
        self._by_prompt[number].append(key)
        if key in self._changed_prompts:
            self._changed_prompts[key] = number

    def _drop(self, key: int) -> None:
        for scope in self._scopes.values():
            scope.drop(key)
        self._changed_prompts[key] = _NONE

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
                    found.update(*(self._with_prompt(number) for number in prompts))
            else:
                for keys in self._scopes[scope].scan(sought, alone=alone):
                    found.update(keys)
        return found

    def _with_prompt(self, number: int) -> Iterator[int]:
        changed = self._changed_prompts
        return (key for key in self._by_prompt[number] if changed.get(key, number) == number)

    def _pattern_hits(self, connection: apsw.Connection, query: TextQuery, watch: Watch) -> Iterator[int]:
        pattern = compile_pattern(query.text)
        for text in self._all_lines(connection, watch):
            texts = self._derivation.texts(text.line)._asdict()
            turns = (turn for scope in query.scopes for turn in texts[scope.value].split(TURN_SEPARATOR))
            if any(pattern_fits(pattern, turn) for turn in turns):
                yield text.key


class Searches:
    """The searchable texts of every dataset that was searched."""

    def __init__(self, derivation: Derivation, *, folder: Path) -> None:
        """Search the texts that `derivation` sees in a line; `folder` takes what is too much for the memory."""
        self._derivation = derivation
        self._folder = folder
        self._datasets: dict[int, DatasetSearch] = {}
        self._lock = threading.Lock()

    def of(self, dataset: int) -> DatasetSearch:
        """Return the texts of the dataset with this key."""
        with self._lock:
            found = self._datasets.get(dataset)
            if found is None:
                found = self._datasets[dataset] = DatasetSearch(
                    dataset, derivation=self._derivation, folder=self._folder
                )
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
