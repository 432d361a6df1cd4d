"""Of each group one entry is kept, and takes over what the others have and it lacks."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.duplicates import (
    EXACT_ONLY,
    Comparison,
    DuplicateKind,
    DuplicateSearch,
    OnDuplicate,
    Settled,
    TakenSpeaker,
    settle,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message

SONG = "Who sings under the bridge when the river is high and nobody listens?"
ANSWER = "The heron does, they say, and the heron is never asked to stop."


def _entry(*texts: str, speakers: Iterable[str | None] = (), system: str = "", note: str = "") -> Entry:
    names = [*speakers, *([None] * len(texts))]
    roles = ["user", "assistant"] * len(texts)
    turns = [
        Message(role=role, content=text, speaker=name) for role, text, name in zip(roles, texts, names, strict=False)
    ]
    opening = [Message.plain("system", system)] if system else []
    return Entry(messages=(*opening, *turns), note=note)


def _groups(entries: list[Entry], comparison: Comparison = EXACT_ONLY) -> tuple[tuple[int, ...], ...]:
    search = DuplicateSearch(comparison)
    for number, entry in enumerate(entries):
        search.add(entry, number=number)
    groups = search.groups(entries.__getitem__)
    assert {number for group in groups for number in group} <= search.candidates()
    return groups


def _settled(entries: list[Entry], *, keep: OnDuplicate = OnDuplicate.FIRST, near: float | None = None) -> Settled:
    numbers = tuple(range(len(entries)))
    return settle(numbers, read=entries.__getitem__, keep=keep, comparison=Comparison(near=near))


def test_entries_that_differ_only_in_their_system_prompt_are_two_unless_it_is_ignored() -> None:
    entries = [_entry(SONG, ANSWER, system="Be kind."), _entry(SONG, ANSWER, system="Be brief."), _entry(SONG, ANSWER)]
    assert _groups(entries) == ()
    assert _groups(entries, Comparison(near=0.85)) == ()
    assert _groups(entries, Comparison(ignore_system=True)) == ((0, 1, 2),)
    assert _groups(entries, Comparison(ignore_system=True, near=0.85)) == ((0, 1, 2),)


def test_near_and_exact_duplicates_are_one_group() -> None:
    entries = [_entry(SONG, ANSWER), _entry(SONG, "Else."), _entry(SONG, ANSWER + " Ever."), _entry(SONG, ANSWER + " ")]
    assert _groups(entries) == ((0, 3),)
    assert _groups(entries, Comparison(near=0.85)) == ((0, 2, 3),)


@pytest.mark.parametrize(
    ("keep", "kept", "kinds"),
    [
        (OnDuplicate.FIRST, 0, [DuplicateKind.NEAR, DuplicateKind.EXACT]),
        (OnDuplicate.LAST, 2, [DuplicateKind.EXACT, DuplicateKind.NEAR]),
        (OnDuplicate.LONGEST, 1, [DuplicateKind.NEAR, DuplicateKind.NEAR]),
    ],
)
def test_the_one_that_was_asked_for_is_kept(keep: OnDuplicate, kept: int, kinds: list[DuplicateKind]) -> None:
    settled = _settled(
        [_entry(SONG, ANSWER), _entry(SONG, ANSWER + " Ever."), _entry(SONG, ANSWER)], keep=keep, near=0.8
    )
    assert settled.kept == kept
    assert [one.number for one in settled.left_out] == [number for number in range(3) if number != kept]
    assert [one.kind for one in settled.left_out] == kinds
    assert [one.likeness == 1.0 for one in settled.left_out] == [kind is DuplicateKind.EXACT for kind in kinds]
    assert not settled.is_changed


def test_tags_are_united_each_once_and_in_order() -> None:
    entries = [replace(_entry(SONG), tags=tags) for tags in (("a",), ("b", "a", "b"), ("c", "b"))]
    settled = _settled(entries)
    assert settled.entry.tags == ("a", "b", "c")
    assert [one.tags for one in settled.left_out] == [("b",), ("c",)]


def test_notes_are_united_each_once() -> None:
    settled = _settled([_entry(SONG, note=note) for note in ("One.", "", "Two.", "One.", "Two.")])
    assert settled.entry.note == "One.\n\nTwo."
    assert [one.has_note for one in settled.left_out] == [False, True, False, False]
    assert _settled([_entry(SONG), _entry(SONG, note="One.")]).entry.note == "One."


def test_speakers_are_taken_over_where_nobody_was_named() -> None:
    entries = [
        _entry(SONG, ANSWER, speakers=("Mira",), system="Hum."),
        _entry(SONG, ANSWER, speakers=("Orsk", "Heron")),
        _entry(SONG, ANSWER, speakers=("Orsk", "Crane")),
    ]
    settled = _settled(entries)
    assert [message.speaker for message in settled.entry.messages] == [None, "Mira", "Heron"]
    assert [one.speakers for one in settled.left_out] == [(TakenSpeaker(message=2, speaker="Heron"),), ()]


def test_a_turn_that_says_something_else_gives_no_speaker() -> None:
    entries = [_entry(SONG, ANSWER), _entry(SONG, ANSWER + " Ever.", speakers=("Mira", "Heron"))]
    settled = _settled(entries, near=0.85)
    assert [message.speaker for message in settled.entry.messages] == ["Mira", None]


@pytest.mark.parametrize("near", [0.49, 1.01, float("nan"), -1.0])
def test_a_likeness_that_makes_no_sense_is_refused(near: float) -> None:
    with pytest.raises(InvalidValue, match="is no likeness"):
        Comparison(near=near)
