"""Examples of the operations that settle duplicates."""

from workspaces import HALVES, LINES, ODD_TAGS, PLAIN, SPOKEN, TAGGED, id_of, import_lines

from law_examples import Example
from rolethread_lite.model.duplicates import Comparison, OnDuplicate
from rolethread_lite.operations.merge.remove_duplicates import RemoveDuplicates
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.workspace import Workspace

TWINS = (
    *LINES,
    PLAIN.replace(b"?", b"? ")[:-1] + b',"tags":["late","\\ud800"]}',
    SPOKEN.replace(b'"name":"Mira",', b'"name":"Tess",').replace(b'"inn"', b'"inn", "wind"'),
    ODD_TAGS.replace(b'["a",1]', b'["b"]'),
    TAGGED.replace(b"You keep the inn.", b"You sweep the inn."),
    PLAIN[:-2] + b',{"role":"user","content":"Until the bells of the harbour ring, then?"}]}',
    PLAIN.replace(b'"role":"user"', b'"role":"user","name":"Orsk"'),
    HALVES.replace(b',"name":"\\udc00"', b"").replace(b'["\\ud800"]', b'["\\udfff"]'),
)
"""Every kind of line, then such as are duplicates of them, and have what they lack."""


def _removing(comparison: Comparison, keep: OnDuplicate = OnDuplicate.FIRST) -> Example:
    def _example(workspace: Workspace) -> RemoveDuplicates:
        import_lines(workspace, TWINS, name="twins")
        noted = NoteEntry(dataset="twins", entry_id=id_of(workspace, "twins", TWINS[len(LINES)]), note="Which one?")
        workspace.run(noted)
        return RemoveDuplicates(dataset="twins", comparison=comparison, keep=keep)

    return _example


EXAMPLES: dict[str, list[Example]] = {
    "remove-duplicates": [
        _removing(Comparison()),
        _removing(Comparison(ignore_system=True, near=0.5)),
        _removing(Comparison(near=0.85), OnDuplicate.LAST),
        _removing(Comparison(), OnDuplicate.LONGEST),
    ],
}
REPEATED_WITHOUT_EFFECT = {"remove-duplicates"}
