"""Writes the two files that RoleThread 1.0 opens: the entries, and the sidecar beside them."""

from collections.abc import Callable
from pathlib import Path

from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.disk import prepared_file
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.formats.rolethread_1 import SIDECAR_SUFFIX
from rolethread_lite.formats.rolethread_1_writing import ENDINGS
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.export_dataset import ExportReport
from rolethread_lite.operations.export_rolethread_1 import Rolethread1Export, stem_for
from rolethread_lite.workspace import Workspace

ROLETHREAD_1 = "rolethread-1"
"""The name on the command line for what RoleThread 1.0 opens."""


def target_file(output: Path, *, dataset: str) -> Path:
    """Return the file of the entries: the one that is named, or one called after the dataset in a folder.

    Raises InvalidValue for a name that RoleThread 1.0 does not open.
    """
    if output == STREAM:
        raise InvalidValue(
            "RoleThread 1.0 needs two files beside each other.", where="-o -", advice="Name a file or a folder."
        )
    if output.is_dir():
        return output / f"{stem_for(dataset)}.jsonl"
    if output.suffix.lower() not in ENDINGS:
        raise InvalidValue(
            f"RoleThread 1.0 opens only files that end in {', '.join(ENDINGS)}.",
            where=str(output),
            advice="Name such a file, or a folder that is there.",
        )
    return output


def write_for_rolethread_1(
    workspace: Workspace,
    file: Path,
    *,
    dataset: str,
    selection: Selection,
    force: bool,
    warn: Callable[[ExportReport], None],
) -> tuple[ExportReport, int]:
    """Write both files, whole or not at all, and return what was written and how many bytes; `warn` is told first."""
    sidecar = file.with_name(f"{file.stem}{SIDECAR_SUFFIX}")
    for target in (file, sidecar):
        refuse_target(workspace, target, force=force)
    with workspace.view() as view:
        export = Rolethread1Export(view, dataset=dataset, selection=selection)
        warn(export.report)
        with (
            prepared_file(file, export.lines(), replace=force) as entries,
            prepared_file(sidecar, [export.sidecar(file.name)], replace=force) as others,
        ):
            others.publish()
            entries.publish()
            return export.report, entries.size + others.size
