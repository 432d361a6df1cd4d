"""Everything derived is what it would be if it were made anew, after every kind of change, undo and redo."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import (
    BROKEN,
    HALVES,
    LINES,
    PLAIN,
    TAGGED,
    UNTIDY,
    assert_derived,
    everything,
    import_lines,
    lines_of,
)

from rolethread_lite.derivation import LineDerivation
from rolethread_lite.model.change import (
    FIRST,
    NEW_KEY,
    ArrangeLines,
    Change,
    CreateDataset,
    InsertLine,
    MoveLines,
    PutItem,
    RemoveDataset,
    RemoveLine,
    RenameDataset,
    ReplaceLine,
    ReturnLine,
    SetNote,
    SetTags,
)
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.count_facets import count_facets
from rolethread_lite.store.keeping import pack_keys, touched_keys
from rolethread_lite.workspace import Workspace

KINDS_OF_CHANGE: dict[str, Callable[[list[int]], list[Change]]] = {
    "insert an entry": lambda keys: [InsertLine(dataset=1, line=UNTIDY, after=keys[0])],
    "insert at the front": lambda _: [
        InsertLine(dataset=1, line=TAGGED, after=FIRST),
        InsertLine(dataset=1, line=PLAIN),
    ],
    "insert a record": lambda keys: [InsertLine(dataset=1, line=BROKEN, after=keys[-1], is_record=True)],
    "insert an entry kept as a record": lambda _: [InsertLine(dataset=1, line=TAGGED, is_record=True)],
    "insert halves of characters": lambda _: [InsertLine(dataset=1, line=HALVES, note="\ud800")],
    "replace the text": lambda keys: [ReplaceLine(key=keys[0], before=PLAIN, line=UNTIDY)],
    "replace the tags with the text": lambda keys: [ReplaceLine(key=keys[1], before=TAGGED, line=PLAIN)],
    "make a record of an entry": lambda keys: [ReplaceLine(key=keys[1], before=TAGGED, line=TAGGED, is_record=True)],
    "make an entry of a record": lambda keys: [ReplaceLine(key=keys[7], before=BROKEN, line=TAGGED)],
    "set tags": lambda keys: [SetTags(key=keys[1], before=("inn", "calm"), tags=("calm", "new", "", " x"))],
    "set first tags": lambda keys: [SetTags(key=keys[0], before=(), tags=("only",))],
    "clear tags": lambda keys: [SetTags(key=keys[1], before=("inn", "calm"), tags=())],
    "set tags and text": lambda keys: [
        SetTags(key=keys[0], before=(), tags=("only",)),
        ReplaceLine(key=keys[0], before=PLAIN[:-1] + b',"tags":["only"]}', line=UNTIDY),
    ],
    "tag what was just removed and more": lambda keys: [
        SetTags(key=keys[0], before=(), tags=("only",)),
        RemoveLine(key=keys[0]),
    ],
    "note": lambda keys: [SetNote(key=keys[3], note="Look again.")],
    "remove": lambda keys: [RemoveLine(key=key) for key in keys[::2]],
    "remove all": lambda keys: [RemoveLine(key=key) for key in keys],
    "move": lambda keys: [MoveLines(dataset=1, keys=(keys[4], keys[2]), after=keys[0])],
    "arrange": lambda keys: [ArrangeLines(dataset=1, keys=tuple(reversed(keys)))],
    "create a dataset": lambda _: [CreateDataset(key=NEW_KEY, name="new")],
    "rename": lambda _: [RenameDataset(key=1, name="other")],
    "remove the dataset": lambda _: [RemoveDataset(key=1)],
    "remove and bring back elsewhere": lambda keys: [
        RemoveLine(key=keys[1]),
        MoveLines(dataset=1, keys=(keys[2],), after=keys[4]),
        ReturnLine(key=keys[1]),
    ],
    "keep a tag and tag with it": lambda keys: [
        PutItem(before=None, after=Tag(key="new", name="new")),
        SetTags(key=keys[0], before=(), tags=("new",)),
    ],
}


@pytest.fixture
def dataset(workspace: Workspace) -> Workspace:
    import_lines(workspace, LINES, name="tales")
    assert assert_derived(workspace) == len(LINES)
    return workspace


@pytest.mark.parametrize("kind", KINDS_OF_CHANGE)
def test_derived_rows_follow_every_change_and_its_undo(dataset: Workspace, kind: str) -> None:
    with dataset.view() as view:
        keys = view.keys_in_order(1)
    before = everything(dataset)
    changes = KINDS_OF_CHANGE[kind](keys)
    assert dataset._store.commit(changes, label=kind, operation="{}") is not None
    after = everything(dataset)
    assert after != before
    assert_derived(dataset)
    dataset.undo()
    assert everything(dataset) == before
    assert_derived(dataset)
    dataset.redo()
    assert everything(dataset) == after
    assert_derived(dataset)


def test_every_change_there_is_has_been_tried() -> None:
    made = {type(change).__name__ for changes in KINDS_OF_CHANGE.values() for change in changes(list(range(1, 10)))}
    assert made | {"AdoptLines"} == {kind.__name__ for kind in Change.__args__}  # type: ignore[attr-defined]


def test_an_import_into_a_dataset_is_followed(dataset: Workspace) -> None:
    before = everything(dataset)
    dataset.import_file(dataset.folder / "in" / "tales.jsonl", into="tales")
    after = everything(dataset)
    assert lines_of(dataset, "tales") == [*LINES, *LINES]
    assert len({line[0] for line in after["tales"]}) == 2 * len(LINES)
    assert_derived(dataset)
    dataset.undo()
    assert everything(dataset) == before
    dataset.redo()
    assert everything(dataset) == after
    assert_derived(dataset)


def test_a_tag_is_gone_from_the_facets_with_its_last_entry(dataset: Workspace) -> None:
    dataset.run(TagEntries(dataset="tales", selection=Selection(), remove=("inn",)))
    with dataset.view() as view:
        facets = count_facets(view, dataset="tales", selection=Selection())
        assert "inn" not in {facet.name for facet in facets.tags}
        assert view.places(1, Selection(tags=TagQuery(names=("inn",)))) == []
    dataset.undo()
    with dataset.view() as view:
        facets = count_facets(view, dataset="tales", selection=Selection())
        assert {facet.name: facet.entries for facet in facets.tags}["inn"] == 2


def test_what_other_rules_derived_is_made_anew(dataset: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LineDerivation, "version", "other")
    with Workspace(dataset.folder, write_files=False) as later:
        assert later.outdated_lines() == len(LINES)
        told: list[int] = []
        later.derive_outdated(progress=told.append)
        assert sum(told) == len(LINES)
        assert later.outdated_lines() == 0
        assert_derived(later)


@given(keys=st.sets(st.one_of(st.integers(1, 300), st.integers(1, 1 << 60))))
def test_touched_keys_are_packed_and_unpacked(keys: set[int]) -> None:
    assert list(touched_keys(pack_keys(keys))) == sorted(keys)


def test_a_run_of_keys_takes_a_byte_each() -> None:
    assert len(pack_keys(range(1_000_000, 1_001_000))) < 1010
