"""The difference between two entries: what a person would say has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.difference import EntryDifference, TurnFate, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText
from rolethread_lite.model.message import Message, Part
from rolethread_lite.model.runs import RunKind

TEXT = st.lists(st.sampled_from(("sea", "moon", "a", ".")), max_size=6).map(" ".join)
VALUE = st.sampled_from((JsonText(b"1"), JsonText(b"2"), JsonText(b"null")))
MEMBERS = st.lists(st.tuples(st.sampled_from(("id", "note", "speaker")), VALUE), max_size=2).map(tuple)
PART = TEXT.map(lambda text: Part(kind="text", text=text, raw=JsonText(b'{"text":"' + text.encode() + b'"}')))
MESSAGE = st.builds(
    Message,
    role=st.sampled_from(("system", "user", "assistant")),
    content=st.one_of(TEXT, st.none(), st.just(JsonText(b"5")), st.lists(PART, max_size=2).map(tuple)),
    speaker=st.sampled_from((None, "Ann")),
    train=st.sampled_from((None, True, False)),
    alternatives=st.sampled_from(((), ("x",))),
    reasoning=st.sampled_from((None, "hm")),
    extra=MEMBERS,
)
ENTRY = st.builds(
    Entry,
    messages=st.lists(MESSAGE, max_size=5).map(tuple),
    tags=st.lists(st.sampled_from(("a", "b")), max_size=3).map(tuple),
    note=st.sampled_from(("", "mine")),
    extra=MEMBERS,
)
CALM = Message(role="user", content="The sea is calm tonight.")
MOON = Message(role="assistant", content="And the moon lies fair upon the straits.")
GREY = Message(role="user", content="Come to the window, the air is sweet.")
PROMPT = Message(role="system", content="You are a poet.")


def _entry(*messages: Message) -> Entry:
    return Entry(messages=messages)


def _fates(difference: EntryDifference) -> list[tuple[str, int | None, int | None]]:
    return [(turn.fate.value, turn.before, turn.after) for turn in difference.turns]


def _say(role: str, text: str) -> Message:
    return Message(role=role, content=text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), (), []),
        ((CALM, MOON), (CALM, MOON), [("kept", 0, 0), ("kept", 1, 1)]),
        ((CALM,), (CALM, MOON), [("kept", 0, 0), ("added", None, 1)]),
        ((CALM, MOON, GREY), (CALM, GREY), [("kept", 0, 0), ("removed", 1, None), ("kept", 2, 1)]),
        ((CALM, MOON), (_say("user", "No."), MOON), [("changed", 0, 0), ("kept", 1, 1)]),
        (
            (CALM, MOON, GREY),
            (CALM, GREY, MOON),
            [("kept", 0, 0), ("added", None, 1), ("kept", 1, 2), ("removed", 2, None)],
        ),
        (
            (CALM, MOON),
            (_say("assistant", "Welcome, friend!"), _say("user", "The sea is calm today."), MOON),
            [("added", None, 0), ("changed", 0, 1), ("kept", 1, 2)],
        ),
        (
            (CALM, MOON),
            (_say("assistant", CALM.text), _say("user", "Yes.")),
            [("changed", 0, 0), ("removed", 1, None), ("added", None, 1)],
        ),
        ((), (CALM,), [("added", None, 0)]),
        ((CALM,), (), [("removed", 0, None)]),
    ],
    ids=[
        "nothing",
        "the same",
        "one added",
        "one removed",
        "one rewritten",
        "two swapped",
        "one added and one edited",
        "a role changed and a turn replaced",
        "all added",
        "all removed",
    ],
)
def test_turns_are_matched_as_a_reader_would(
    before: tuple[Message, ...], after: tuple[Message, ...], expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert _fates(compare(_entry(*before), _entry(*after))) == expected


def test_a_changed_turn_shows_its_words() -> None:
    (turn,) = compare(_entry(CALM), _entry(_say("user", "The sea is rough tonight."))).changed_turns
    assert [(run.kind.value, run.text) for run in turn.runs] == [
        ("kept", "The sea is "),
        ("removed", "calm"),
        ("added", "rough"),
        ("kept", " tonight."),
    ]


def test_what_a_message_says_besides_its_text_is_compared() -> None:
    before = Message(role="user", content="Hi", speaker="Ann", train=True, extra=(("id", JsonText(b"1")),))
    after = Message(role="assistant", content="Hi", alternatives=("Hey",), reasoning="hm", train=True)
    (turn,) = compare(_entry(before), _entry(after)).turns
    assert (turn.fate, turn.role, turn.speaker) == (TurnFate.CHANGED, "assistant", None)
    assert [(member.key, member.before, member.after) for member in turn.members] == [
        ("role", b'"user"', b'"assistant"'),
        ("speaker", b'"Ann"', None),
        ("id", b"1", None),
        ("alternatives", None, b'["Hey"]'),
        ("reasoning", None, b'"hm"'),
    ]


def test_content_that_is_no_text_is_compared_as_written() -> None:
    part = Part(kind="text", text="Hi", raw=JsonText(b'{"text":"Hi"}'))
    (turn,) = compare(_entry(_say("user", "Hi")), _entry(Message(role="user", content=(part,)))).turns
    assert [(member.key, member.before, member.after) for member in turn.members] == [
        ("content", b'"Hi"', b'[{"text":"Hi"}]')
    ]
    assert [run.kind for run in turn.runs] == [RunKind.KEPT]


def test_tags_are_compared_by_name_and_number() -> None:
    before, after = Entry(messages=(), tags=("a", "b", "b")), Entry(messages=(), tags=("b", "c", "d"))
    found = compare(before, after)
    assert (found.tags_added, found.tags_removed, found.tags_moved) == (("c", "d"), ("a", "b"), False)


def test_tags_in_another_order_are_moved() -> None:
    found = compare(Entry(messages=(), tags=("a", "b")), Entry(messages=(), tags=("b", "a")))
    assert (found.tags_added, found.tags_removed, found.tags_moved, found.is_empty) == ((), (), True, False)


def test_other_members_and_the_note_are_compared() -> None:
    before = Entry(messages=(), note="old", extra=(("id", JsonText(b"1")), ("x", JsonText(b"[2]"))))
    after = Entry(messages=(), note="new", extra=(("y", JsonText(b"{}")), ("id", JsonText(b"2"))))
    assert [(member.key, member.before, member.after) for member in compare(before, after).members] == [
        ("id", b"1", b"2"),
        ("x", b"[2]", None),
        ("y", None, b"{}"),
        ("note", b'"old"', b'"new"'),
    ]


def test_the_system_prompt_is_found_among_the_turns() -> None:
    found = compare(_entry(PROMPT, CALM), _entry(_say("system", "You are a pirate."), CALM))
    (turn,) = found.system_prompt
    assert [run.text for run in turn.runs] == ["You are a ", "poet", "pirate", "."]


def test_many_changed_turns_are_paired_in_order() -> None:
    before = _entry(*(_say("user", f"before {number}") for number in range(30)))
    after = _entry(*(_say("user", f"after {number}") for number in range(30)))
    assert _fates(compare(before, after)) == [("changed", place, place) for place in range(30)]


@given(ENTRY, ENTRY)
def test_a_difference_is_empty_exactly_between_equals(before: Entry, after: Entry) -> None:
    assert compare(before, after).is_empty == (before == after)
    assert compare(before, before).is_empty


@given(ENTRY, ENTRY)
def test_every_turn_stands_in_the_difference_once_and_in_order(before: Entry, after: Entry) -> None:
    turns = compare(before, after).turns
    assert [turn.before for turn in turns if turn.before is not None] == list(range(len(before.messages)))
    assert [turn.after for turn in turns if turn.after is not None] == list(range(len(after.messages)))


@given(ENTRY, ENTRY)
def test_the_texts_can_be_put_together_from_the_difference(before: Entry, after: Entry) -> None:
    for turn in compare(before, after).turns:
        old = "".join(run.text for run in turn.runs if run.kind is not RunKind.ADDED)
        new = "".join(run.text for run in turn.runs if run.kind is not RunKind.REMOVED)
        assert old == (before.messages[turn.before].text if turn.before is not None else "")
        assert new == (after.messages[turn.after].text if turn.after is not None else "")


@given(ENTRY, ENTRY)
def test_tags_can_be_put_together_from_the_difference(before: Entry, after: Entry) -> None:
    found = compare(before, after)
    remaining = list(before.tags)
    for tag in found.tags_removed:
        remaining.remove(tag)
    assert sorted([*remaining, *found.tags_added]) == sorted(after.tags)
