"""Operations on tags: an example of each, and what it leaves alone."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.replace_tag import ReplaceTag
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

ALL = Selection()
EXAMPLES: list[tuple[Operation, str, bytes, bytes]] = [
    (
        TagEntries(dataset="inn", selection=ALL, add=("new", "cosy")),
        "Tags in “inn”: add new, cosy",
        b'["cosy","night","new"]',
        b'["new","cosy"]',
    ),
    (TagEntries(dataset="inn", selection=ALL, remove=("night",)), "Tags in “inn”: remove night", b'["cosy"]', b""),
    (
        TagEntries(dataset="inn", selection=ALL, add=("a",), remove=("cosy",)),
        "Tags in “inn”: add a; remove cosy",
        b'["night","a"]',
        b'["a"]',
    ),
    (
        ReplaceTag(dataset="inn", selection=ALL, tag="cosy", by="warm"),
        "Replace tag “cosy” by “warm” in “inn”",
        b'["warm","night"]',
        b"",
    ),
    (
        ReplaceTag(dataset="inn", selection=ALL, tag="cosy", by="night"),
        "Replace tag “cosy” by “night” in “inn”",
        b'["night"]',
        b"",
    ),
    (
        SetEntryTags(dataset="inn", selection=ALL, tags=("b", "a")),
        "Set tags in “inn”: b, a",
        b'["b","a"]',
        b'["b","a"]',
    ),
    (SetEntryTags(dataset="inn", selection=ALL, tags=()), "Set tags in “inn”: none", b"[]", b""),
]


@pytest.mark.parametrize(("operation", "label", "first", "second"), EXAMPLES, ids=[row[1] for row in EXAMPLES])
def test_an_operation_on_tags(
    operation: Operation, label: str, first: bytes, second: bytes, bench: object, survives: Callable
) -> None:
    assert operation.label() == label
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines[0] == old.lines[0].replace(b'["cosy","night"]', first)
    assert after.lines[1] == (old.lines[1][:-1] + b',"tags":' + second + b"}" if second else old.lines[1])
    assert after.lines[2] == old.lines[2]
    assert (after.ids, after.notes) == (old.ids, old.notes)
    survives(after.lines[0])


@pytest.mark.parametrize("tag", ["", "  "])
def test_an_empty_tag_is_refused(tag: str, bench: object) -> None:
    for operation in (
        TagEntries(dataset="inn", selection=ALL, add=(tag,)),
        ReplaceTag(dataset="inn", selection=ALL, tag="cosy", by=tag),
        SetEntryTags(dataset="inn", selection=ALL, tags=(tag,)),
    ):
        with pytest.raises(InvalidValue):
            bench.workspace.propose(operation)


ODD = [(b'"cosy, night"', ["cosy", "night"]), (b"[1,2]", ["1", "2"]), (b"null", []), (b'{"a":1}', [])]


@pytest.mark.parametrize(("tags", "meant"), ODD)
def test_tags_that_are_no_list_of_texts_are_taken_for_what_they_mean(
    tags: bytes, meant: list[str], tmp_path: Path
) -> None:
    line = b'{"tags":' + tags + b',"messages":[{"role":"user","content":"Hm?"}],"id":7}'
    (tmp_path / "odd.jsonl").write_bytes(line + b"\n")
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        workspace.import_file(tmp_path / "odd.jsonl")
        assert workspace.run(TagEntries(dataset="odd", selection=ALL, remove=("x",))) is None
        workspace.run(TagEntries(dataset="odd", selection=ALL, add=("new",)))
        assert _line(workspace) == line.replace(tags, orjson.dumps([*meant, "new"]))
        workspace.undo()
        assert _line(workspace) == line
        workspace.run(SetEntryTags(dataset="odd", selection=ALL, tags=("only",)))
        assert _line(workspace) == line.replace(tags, b'["only"]')


def _line(workspace: Workspace) -> bytes:
    with workspace.view() as view:
        (stored,) = view.all_lines(view.dataset("odd").key)
    return stored.line
