"""Lines are cut where their ids say, and a chunk's name stands for all that is kept of its lines."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import LINES, import_lines

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.applying import line_hash
from rolethread_lite.store.snapshots.chunks import (
    NarrowLine,
    check_chunk,
    chunk_digest,
    chunked,
    facts_of,
    facts_of_line,
    narrow_lines,
    read_chunk,
    source_marks,
    write_chunk,
)
from rolethread_lite.store.snapshots.objects import DamagedObject
from rolethread_lite.workspace import Workspace


def _line(number: int, body: bytes = b"{}") -> NarrowLine:
    uid = line_hash(number.to_bytes(8, "big"))
    return NarrowLine(number, uid, line_hash(body), 0, None, -1, None, "", None)


@given(numbers=st.lists(st.integers(0, 1 << 40), max_size=600, unique=True))
def test_chunks_hold_every_line_in_its_order(numbers: list[int]) -> None:
    lines = [_line(number) for number in numbers]
    chunks = list(chunked(lines))
    assert [line for chunk in chunks for line in chunk] == lines
    assert all(0 < len(chunk) <= 256 for chunk in chunks)


def test_about_sixty_four_lines_make_a_chunk() -> None:
    sizes = [len(chunk) for chunk in chunked(map(_line, range(20_000)))]
    assert 50 < sum(sizes) / len(sizes) < 80


@pytest.mark.parametrize(("kind", "most"), [("edit", 1), ("insert", 2), ("remove", 2), ("move", 4)])
def test_a_change_of_one_line_changes_a_chunk_or_two(kind: str, most: int) -> None:
    chance = random.Random(3)  # noqa: S311 (a test that repeats)
    lines = [_line(number) for number in range(3000)]
    before = {chunk_digest(line.facts for line in chunk) for chunk in chunked(lines)}
    for _ in range(100):
        place = chance.randrange(len(lines))
        after = list(lines)
        if kind == "edit":
            after[place] = _line(place, b'{"a":1}')
        elif kind == "insert":
            after.insert(place, _line(10_000 + place))
        else:
            taken = after.pop(place)
            if kind == "move":
                after.insert(chance.randrange(len(after)), taken)
        digests = {chunk_digest(line.facts for line in chunk) for chunk in chunked(after)}
        assert len(digests - before) <= most


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is kept of a line."""

    uid: bytes
    hashed: bytes
    numbers: tuple[int, int, int | None]
    texts: tuple[str | None, str | None, str]


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
_kept = st.builds(
    _Kept,
    uid=st.binary(min_size=16, max_size=16),
    hashed=st.binary(min_size=16, max_size=16),
    numbers=st.tuples(st.integers(0, 1), st.integers(-2, 9), st.none() | st.integers(0, 9)),
    texts=st.tuples(st.none() | _texts, st.none() | _texts, st.sampled_from(["", "a" * 32])),
)


@given(first=st.lists(_kept, max_size=3), second=st.lists(_kept, max_size=3))
def test_no_two_different_chunks_have_the_same_facts(first: list[_Kept], second: list[_Kept]) -> None:
    def _bytes(kept: list[_Kept]) -> bytes:
        return b"".join(facts_of(one.uid, one.hashed, one.numbers, one.texts) for one in kept)

    assert (_bytes(first) == _bytes(second)) == (first == second)


@pytest.fixture
def tales(workspace: Workspace) -> Workspace:
    """Return a workspace with a dataset of every kind of line, some with tags and notes set later."""
    import_lines(workspace, LINES, name="tales")
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("\u0644\u064a\u0644", "\U0001f642")))
    with workspace.view() as view:
        first = next(view.all_lines(view.dataset_key("tales"))).entry_id
    workspace.run(NoteEntry(dataset="tales", entry_id=first, note="Keep\nthis \u2603"))
    return workspace


def test_a_chunk_is_read_as_it_was_written(tales: Workspace) -> None:
    with tales.view() as view:
        connection = view.connection
        marks = {key: source.mark for key, source in source_marks(connection).items()}
        stored = list(view.all_lines(view.dataset_key("tales")))
        narrow = list(narrow_lines(connection, view.dataset_key("tales"), marks))
        content = write_chunk(connection, narrow)
    found = check_chunk(content, chunk_digest(line.facts for line in narrow))
    assert [(line.uid.hex(), line.line, line.note or "", line.is_record) for line in found] == [
        (line.entry_id, line.line, line.note, line.is_record) for line in stored
    ]
    assert [line.number for line in found] == list(range(1, len(LINES) + 1))
    assert {line.source for line in found} == set(marks.values())
    assert [facts_of_line(line) for line in found] == [line.facts for line in narrow]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b'{"rolethread_chunk":2,"lines":[]}\n', b"\xff\n"])
def test_what_is_no_chunk_is_said(content: bytes) -> None:
    with pytest.raises(DamagedObject):
        read_chunk(content)


def test_a_chunk_under_another_name_is_damaged(tales: Workspace) -> None:
    with tales.view() as view:
        narrow = list(narrow_lines(view.connection, view.dataset_key("tales"), {}))
        content = write_chunk(view.connection, narrow)
    with pytest.raises(DamagedObject):
        check_chunk(content, "0" * 32)
