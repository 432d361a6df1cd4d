"""Where a command may write: never onto a file of the workspace, and over another only when asked to."""

from pathlib import Path

from rolethread_lite.errors import BadRequest
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.workspace import Workspace


def refuse_target(workspace: Workspace, target: Path, *, force: bool) -> None:
    """Raise when nothing may be written to `target`, before any work is put into it."""
    if workspace.owns(target):
        raise BadRequest(
            "This file belongs to the workspace, which keeps it up to date by itself.",
            where=str(target),
            advice="Write to another file.",
        )
    refuse_overwriting(target, inputs=(), force=force)
