"""Two versions of an entry become one that holds what each changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from strategies import entries

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText
from rolethread_lite.model.message import Message
from rolethread_lite.model.three_way import MergeConflict, Side, merge_entries

ROLES = {"s": "system", "u": "user", "a": "assistant"}


def _entry(*turns: str, tags: tuple[str, ...] = (), note: str = "") -> Entry:
    """Return an entry of turns such as `u Who is there?`."""
    spoken = tuple(Message.plain(ROLES[turn[0]], turn[2:]) for turn in turns)
    return Entry(messages=spoken, tags=tags, note=note)


BASE = _entry("u Is the harbour open tonight?", "a It is open until dusk.", "u And the lantern?", "a Lit at nine.")


def _said(entry: Entry) -> list[str]:
    return [f"{message.role[0]} {message.text}" for message in entry.messages]


def _with(place: int, text: str) -> Entry:
    return BASE.with_message(place, message=replace(BASE.messages[place], content=text))


def test_changes_of_different_turns_are_brought_together() -> None:
    merged = merge_entries(BASE, _with(0, "Is the harbour open today?"), _with(3, "Lit at ten."))
    assert merged.conflicts == ()
    assert _said(merged.entry) == [
        "u Is the harbour open today?",
        "a It is open until dusk.",
        "u And the lantern?",
        "a Lit at ten.",
    ]


@pytest.mark.parametrize(("side", "kept"), [(Side.MINE, "It is open until nine."), (Side.THEIRS, "It is shut.")])
def test_a_turn_that_both_changed_is_a_conflict_and_a_side_counts(side: Side, kept: str) -> None:
    mine, theirs = _with(1, "It is open until nine."), _with(1, "It is shut.")
    merged = merge_entries(BASE, mine, theirs, prefer=side)
    assert merged.conflicts == (
        MergeConflict(place="messages[1].content", mine="It is open until nine.", theirs="It is shut."),
    )
    assert _said(merged.entry)[1] == f"a {kept}"
    assert _said(merged.entry)[2:] == _said(BASE)[2:]


def test_text_and_speaker_of_one_turn_may_come_from_different_sides() -> None:
    mine = _with(1, "It is open until nine.")
    theirs = BASE.with_message(1, message=replace(BASE.messages[1], speaker="Orsk", train=False))
    merged = merge_entries(BASE, mine, theirs)
    assert merged.conflicts == ()
    turn = merged.entry.messages[1]
    assert (turn.text, turn.speaker, turn.train) == ("It is open until nine.", "Orsk", False)


def test_turns_that_were_added_stand_where_they_were_added() -> None:
    mine = replace(BASE, messages=(Message.plain("system", "Keep the inn."), *BASE.messages))
    theirs = replace(BASE, messages=(*BASE.messages, Message.plain("user", "Good.")))
    merged = merge_entries(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert _said(merged.entry) == ["s Keep the inn.", *_said(BASE), "u Good."]


def test_a_turn_removed_by_one_goes_and_one_changed_by_the_other_is_a_conflict() -> None:
    shorter = replace(BASE, messages=BASE.messages[:2])
    assert merge_entries(BASE, BASE, shorter).entry == shorter
    changed = _with(3, "Lit at ten.")
    merged = merge_entries(BASE, changed, shorter)
    assert _said(merged.entry) == [*_said(BASE)[:2], "a Lit at ten."]
    assert merged.conflicts == (MergeConflict(place="messages[3]", mine="Lit at ten.", theirs=""),)
    assert merge_entries(BASE, changed, shorter, prefer=Side.THEIRS).entry == shorter


def test_both_may_add_the_same_and_it_stands_once() -> None:
    longer = replace(BASE, messages=(*BASE.messages, Message.plain("user", "Good.")))
    assert merge_entries(BASE, longer, longer).entry == longer
    other = replace(BASE, messages=(*BASE.messages, Message.plain("user", "Bad.")))
    merged = merge_entries(BASE, longer, other)
    assert merged.conflicts == (MergeConflict(place="messages[4]", mine="Good.", theirs="Bad."),)


def test_tags_never_conflict() -> None:
    base = replace(BASE, tags=("inn", "calm", "old"))
    mine = replace(base, tags=("calm", "old", "mine"))
    theirs = replace(base, tags=("inn", "theirs", "calm"))
    assert merge_entries(base, mine, theirs).entry.tags == ("calm", "mine", "theirs")


def test_notes_and_other_members_are_merged_one_by_one() -> None:
    base = replace(BASE, note="", extra=(("id", JsonText(b"1")), ("seed", JsonText(b"2"))))
    mine = replace(base, note="Ask Tess.", extra=(("id", JsonText(b"1")), ("seed", JsonText(b"3"))))
    theirs = replace(base, extra=(("seed", JsonText(b"4")), ("mood", JsonText(b'"grim"'))))
    merged = merge_entries(base, mine, theirs)
    assert merged.entry.note == "Ask Tess."
    assert merged.entry.extra == (("seed", JsonText(b"3")), ("mood", JsonText(b'"grim"')))
    assert merged.conflicts == (MergeConflict(place="seed", mine="3", theirs="4"),)


def _once(entry: Entry) -> Entry:
    """Return the entry with each tag and each other member once, as all but odd lines have them."""
    members = tuple(dict(entry.extra).items())
    messages = tuple(replace(message, extra=tuple(dict(message.extra).items())) for message in entry.messages)
    return replace(entry, tags=tuple(dict.fromkeys(entry.tags)), extra=members, messages=messages)


@given(base=entries(), other=entries())
def test_what_only_one_changed_is_what_comes_out(base: Entry, other: Entry) -> None:
    base, other = _once(base), _once(other)
    taken = merge_entries(base, base, other)
    assert taken.conflicts == ()
    assert taken.entry.messages == other.messages
    assert taken.entry.note == other.note
    assert sorted(taken.entry.extra) == sorted(other.extra)
    assert set(taken.entry.tags) == set(other.tags)
    kept = merge_entries(base, other, base)
    assert (kept.entry, kept.conflicts) == (other, ())
    assert merge_entries(base, other, other) == kept


@given(base=entries(), mine=entries(), theirs=entries())
def test_both_sides_find_the_same_conflicts(base: Entry, mine: Entry, theirs: Entry) -> None:
    base, mine, theirs = _once(base), _once(mine), _once(theirs)
    found = merge_entries(base, mine, theirs)
    other = merge_entries(base, theirs, mine)
    assert {(one.place, one.mine, one.theirs) for one in found.conflicts} == {
        (one.place, one.theirs, one.mine) for one in other.conflicts
    }
    assert merge_entries(base, mine, theirs, prefer=Side.THEIRS).entry.messages == other.entry.messages
