"""Every error of RoleThread, drawn as a tree.

    RoleThreadError
    ├── BadRequest            exit 2  the request makes no sense as it stands
    │   ├── UnknownName                 no dataset, entry, rule, format … of that name
    │   ├── InvalidValue                a value that cannot be used
    │   └── WouldOverwrite              a file is already there
    ├── UnreadableInput       exit 3  the input cannot be read at all
    ├── WorkspaceMoved        exit 4  somebody else changed what the request was about
    │   ├── EntryChanged                the entry is no longer what it was
    │   ├── NothingToUndo               the history has no step to undo or redo
    │   └── WorkspaceBusy               another process has been writing for too long
    └── StorageFailed         exit 5  the disk, or the workspace on it, failed
        ├── DiskFull                    no room left
        └── WorkspaceUnusable           the folder cannot hold a workspace, or the file is damaged

One class per decision a caller can take; `exit_status` is what the command line returns. A flawed
dataset is never an error: it is an answer with findings.
"""

from typing import ClassVar


class RoleThreadError(Exception):
    """Base of every error that RoleThread raises on purpose: what happened, where, and what to do next."""

    exit_status: ClassVar[int] = 1
    code: ClassVar[str] = "error"

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        """Say what happened, where (`file.jsonl:42 messages[3].content`), and what to do next."""
        super().__init__(what, where, advice)
        self.what = what
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        """Return the message in one line: place, what happened, advice."""
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{place}{self.what}{advice}"


class BadRequest(RoleThreadError):
    """The request makes no sense as it stands; change it and ask again."""

    exit_status = 2
    code = "bad-request"


class UnknownName(BadRequest):
    """Nothing of that name exists."""

    code = "unknown-name"


class InvalidValue(BadRequest):
    """A given value cannot be used."""

    code = "invalid-value"


class WouldOverwrite(BadRequest):
    """A file is already there, and nobody said that it may be replaced."""

    code = "would-overwrite"


class UnreadableInput(RoleThreadError):
    """The input cannot be read: missing, not permitted, a folder, or not text of any kind known here."""

    exit_status = 3
    code = "unreadable-input"


class WorkspaceMoved(RoleThreadError):
    """The workspace is no longer what the request was made for; look again and repeat it."""

    exit_status = 4
    code = "workspace-moved"


class EntryChanged(WorkspaceMoved):
    """The entry was changed or removed after it was read."""

    code = "entry-changed"


class NothingToUndo(WorkspaceMoved):
    """The history holds no step to undo, or none to redo."""

    code = "nothing-to-undo"


class WorkspaceBusy(WorkspaceMoved):
    """Another process has held the workspace for longer than a writer waits."""

    code = "workspace-busy"


class StorageFailed(RoleThreadError):
    """The disk, or the workspace on it, failed; nothing that was confirmed before is lost."""

    exit_status = 5
    code = "storage-failed"


class DiskFull(StorageFailed):
    """There is no room left on the disk."""

    code = "disk-full"


class WorkspaceUnusable(StorageFailed):
    """The folder cannot hold a workspace, or the workspace file is damaged or from a newer version."""

    code = "workspace-unusable"
