"""Examples of the operations that bring versions of a dataset together, for the laws that hold for every operation."""

from workspaces import HALVES, LINES, PLAIN, SPOKEN, TAGGED, import_lines

from law_examples import Example
from rolethread_lite.model.three_way import Side
from rolethread_lite.operations.differences.planning import DifferenceKind
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.workspace import Workspace

EXAMPLES: dict[str, list[Example]] = {
    "take-differences": [
        lambda _: TakeDifferences(dataset="tales", source="other tales", prefer=Side.THEIRS),
        lambda _: TakeDifferences(dataset="tales", source="other tales", base="older tales"),
        lambda _: TakeDifferences(dataset="tales", source="other tales", kinds=(DifferenceKind.ADDED,)),
    ],
}
MAY_CHANGE = {
    "extra": {"take-differences"},
    "note": {"take-differences"},
    "tags": {"take-differences"},
}
REPEATED_WITHOUT_EFFECT = {"take-differences"}

NEW = b'{"messages":[{"role":"user","content":"Snow?"},{"role":"assistant","content":"Deep."}],"tags":["\\ud800"]}'


def prepare(workspace: Workspace) -> None:
    """Bring in another version of the dataset `tales`, and the one that both come from."""
    older = [line for line in LINES if line != HALVES]
    import_lines(workspace, older, name="older tales")
    other = [NEW, TAGGED.replace(b"second", b"third"), SPOKEN, HALVES.replace(b"ok", b"no"), PLAIN]
    import_lines(workspace, other, name="other tales")
