"""The difference between two datasets: added, removed, changed and moved entries."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.dataset_difference import DatasetDifference, compare_datasets, content_digest
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText
from rolethread_lite.model.message import Message, Part

NAMES = st.sampled_from("abcdef")
LISTS = st.lists(st.tuples(NAMES, st.sampled_from(("", "x", "y"))), max_size=8)


def _entry(name: str, answer: str = "", *, tags: tuple[str, ...] = ()) -> Entry:
    turns = (f"Tell me of {name}.", f"I know {name} well. {answer}", f"More of {name}?", "No.")
    roles = ("user", "assistant", "user", "assistant")
    return Entry(messages=tuple(Message.plain(*turn) for turn in zip(roles, turns, strict=True)), tags=tags)


def _entries(names: str) -> list[Entry]:
    """Return one entry a word: `a` is one about a, `a:x` the same with another answer."""
    return [_entry(*word.split(":")) for word in names.split()]


def _shown(found: DatasetDifference) -> list[str]:
    shown = [f"={found.unchanged}"]
    shown += [f">{entry.before}-{entry.after}" for entry in found.moved]
    shown += [f"~{entry.before}-{entry.after}" + ">" * entry.is_moved for entry in found.changed]
    shown += [f"+{added.place}" for added in found.added]
    return shown + [f"-{removed.place}" for removed in found.removed]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ["=0"]),
        ("a b c", "a b c", ["=3"]),
        ("a b", "a b c", ["=2", "+2"]),
        ("a b c", "a c", ["=2", "-1"]),
        ("a b c", "a b:x c", ["=2", "~1-1"]),
        ("a b c", "c a b", ["=2", ">2-0"]),
        ("a b c", "b:x c a", ["=1", ">0-2", "~1-0"]),
        ("a a b", "a b a a", ["=2", ">2-1", "+3"]),
        ("a b c", "d:x e f", ["=0", "+0", "+1", "+2", "-0", "-1", "-2"]),
        # Either of the two may be called moved; the changed one is not.
        ("a:x a:y", "a:y a:z", ["=0", ">1-0", "~0-1"]),
        ("a b c d", "b c a:x d", ["=3", "~0-2>"]),
    ],
)
def test_entries_are_matched_as_a_reader_would(old: str, new: str, expected: list[str]) -> None:
    assert _shown(compare_datasets(_entries(old), _entries(new))) == expected


@pytest.mark.parametrize(
    "edited",
    [
        _entry("a", tags=("calm",)),
        replace(_entry("a"), messages=(Message.plain("system", "Be kind."), *_entry("a").messages)),
        replace(_entry("a"), messages=_entry("a").messages[:3]),
        replace(_entry("a"), messages=_entry("a").messages[1:]),
        replace(_entry("a"), messages=(_entry("a").messages[0], Message.plain("assistant", "Ah."))),
    ],
    ids=["tags", "a prompt", "the end cut off", "the opening cut off", "only the first turn left"],
)
def test_an_edited_entry_is_recognised(edited: Entry) -> None:
    found = compare_datasets(_entries("b a c"), [*_entries("b"), edited, *_entries("c")])
    assert _shown(found) == ["=2", "~1-1"]
    assert not found.changed[0].difference.is_empty


def test_an_entry_rewritten_in_full_is_recognised_by_its_id() -> None:
    identity = (("id", JsonText(b'"7"')),)
    old, new = replace(_entry("a"), extra=identity), replace(_entry("b", "x"), extra=identity)
    assert _shown(compare_datasets([old], [new])) == ["=0", "~0-0"]


def test_a_plain_iterator_is_read_once() -> None:
    def _once(names: str) -> Iterator[Entry]:
        yield from _entries(names)

    assert _shown(compare_datasets(_once("a b"), _once("a b:x c"))) == ["=1", "~1-1", "+2"]


@given(LISTS, LISTS)
def test_every_entry_is_accounted_for(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    before, after = [_entry(*words) for words in old], [_entry(*words) for words in new]
    found = compare_datasets(before, after)
    both = found.unchanged + len(found.moved) + len(found.changed)
    assert both + len(found.removed) == len(before)
    assert both + len(found.added) == len(after)
    assert all(before[entry.before] == after[entry.after] for entry in found.moved)
    assert all(after[added.place] == added.entry for added in found.added)
    assert all(before[removed.place] == removed.entry for removed in found.removed)
    assert all(before[entry.before] != after[entry.after] for entry in found.changed)
    assert found.is_empty == (before == after)


@given(LISTS)
def test_an_order_of_the_same_entries_only_moves(names: list[tuple[str, str]]) -> None:
    entries = [_entry(*words) for words in names]
    found = compare_datasets(entries, entries[::-1])
    assert (found.changed, found.added, found.removed) == ((), (), ())


@given(NAMES, NAMES, st.sampled_from(("", "mine")), st.sampled_from(((), ("x",))))
def test_equal_entries_have_equal_digests(name: str, other: str, note: str, tags: tuple[str, ...]) -> None:
    left, right = _entry(name), replace(_entry(other), note=note, tags=tags, layout=("messages",), entry_id="1")
    assert (content_digest(left) == content_digest(right)) == (left == right)


def test_digests_tell_kinds_of_content_apart() -> None:
    part = Part(kind="text", text="1", raw=JsonText(b'{"text":"1"}'))
    contents = ("1", JsonText(b"1"), (part,), None, "", "\ud800")
    digests = {content_digest(Entry(messages=(Message(role="user", content=content),))) for content in contents}
    assert len(digests) == len(contents)
