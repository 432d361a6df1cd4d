"""What somebody else wrote into a dataset's file becomes what the dataset holds, and undo takes it back."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.take_outside_changes import TakeOutsideChanges
from rolethread_lite.workspace import Workspace


def _entry(opening: str, answer: str, *, spaced: bool) -> bytes:
    text = f'{{"messages":[{{"role":"user","content":"{opening}"}},{{"role":"assistant","content":"{answer}"}}]}}'
    return (text.replace(":", ": ") if spaced else text).encode()


ENTRIES = st.builds(_entry, st.sampled_from("abcd"), st.sampled_from("xyz"), spaced=st.booleans())
RECORDS = st.sampled_from([b"1", b"[1]", b'{"broken', b'"a text"', b"{}"])
FILES = st.lists(ENTRIES | RECORDS, max_size=9)


@given(before=FILES, after=FILES)
def test_the_dataset_becomes_the_file_and_undo_restores_it(before: list[bytes], after: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "inn.jsonl").write_bytes(b"".join(line + b"\n" for line in before))
        with Workspace(Path(folder) / "place", write_files=False) as workspace:
            workspace.import_file(Path(folder) / "inn.jsonl")
            known = _lines(workspace)
            step = workspace.run(TakeOutsideChanges(dataset="inn", lines=tuple(after)))
            taken = _lines(workspace)
            assert [line for _, line in taken] == after
            assert (step is None) == (before == after)
            for line in set(before):
                kept = {key for key, text in known if text == line} & {key for key, text in taken if text == line}
                assert len(kept) == min(before.count(line), after.count(line))
            if step is not None:
                workspace.undo()
                assert _lines(workspace) == known


def test_label_and_history_name_the_dataset_without_its_lines() -> None:
    operation = TakeOutsideChanges(dataset="inn", lines=(b"1",) * 1000)
    assert operation.label() == "Take the changes made to the file of “inn”"
    assert operation.as_json() == '{"operation": "take-outside-changes", "dataset": "inn", "lines": 1000}'


def test_an_edited_line_keeps_id_and_note_wherever_it_stands(bench: object) -> None:
    old = bench.standing()
    first, second, third, fourth = old.lines
    bench.workspace.run(NoteEntry(dataset="inn", entry_id=old.ids[1], note="second"))
    lines = (third, fourth, first.replace(b"That too.", b"No."), second.replace(b"Nobody.", b"The heron."))
    after = bench.run(TakeOutsideChanges(dataset="inn", lines=lines))
    assert after.lines == lines
    assert after.ids == (old.ids[2], old.ids[3], old.ids[0], old.ids[1])
    assert after.notes == ("", "", "ask Tess", "second")


def test_lines_of_another_format_come_in_as_messages(bench: object) -> None:
    shared = b'{"conversations":[{"from":"human","value":"Hm?"}]}'
    after = bench.run(TakeOutsideChanges(dataset="inn", lines=(*bench.standing().lines, shared)))
    assert b'"messages"' in after.lines[-1]
    assert b'"Hm?"' in after.lines[-1]


def _lines(workspace: Workspace) -> list[tuple[int, bytes]]:
    with workspace.view() as view:
        return [(line.key, line.line) for line in view.all_lines(view.dataset("inn").key)]
