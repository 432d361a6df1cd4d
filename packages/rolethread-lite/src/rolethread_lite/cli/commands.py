"""Every command of the command line, in the order in which help lists them.

A command's module is imported only when the command runs, so that `rolethread --version` and shell
completion stay fast. The module holds the command as `command`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandPlace:
    """Where a command stands, and what help says of it in one line."""

    name: str
    """The word typed after `rolethread`."""
    module: str
    """The module that holds it as `command`."""
    section: str
    """The heading under which help lists it."""
    summary: str
    """The first sentence of its own help."""


APP = "In the browser (what `rolethread` does by itself)"
FILES = "Work on files (no workspace needed)"
WORKSPACE = "Work in a workspace (every step can be undone)"
SETTING_UP = "Set up"

COMMANDS: tuple[CommandPlace, ...] = (
    CommandPlace(
        name="app",
        module="rolethread_lite.cli.app",
        section=APP,
        summary="Open the app in your browser.",
    ),
    CommandPlace(
        name="check",
        module="rolethread_lite.cli.check",
        section=FILES,
        summary="Find what a trainer would stumble over.",
    ),
    CommandPlace(
        name="fix",
        module="rolethread_lite.cli.fix",
        section=FILES,
        summary="Put right what can be, without changing the meaning.",
    ),
    CommandPlace(
        name="insights",
        module="rolethread_lite.cli.insights",
        section=FILES,
        summary="Show figures: turns, words, tags, prompts, speakers.",
    ),
    CommandPlace(
        name="diff",
        module="rolethread_lite.cli.diff",
        section=FILES,
        summary="Compare two files by entry and turn, changed words marked.",
    ),
    CommandPlace(
        name="convert",
        module="rolethread_lite.cli.convert",
        section=FILES,
        summary="Write files in another format; say first what it would lose.",
    ),
    CommandPlace(
        name="merge",
        module="rolethread_lite.cli.merge",
        section=FILES,
        summary="Bring files together and settle their duplicates.",
    ),
    CommandPlace(
        name="dedupe",
        module="rolethread_lite.cli.dedupe",
        section=FILES,
        summary="Leave out entries that are there already.",
    ),
    CommandPlace(
        name="partition",
        module="rolethread_lite.cli.partition",
        section=FILES,
        summary="Divide a file into parts, such as train and test.",
    ),
    CommandPlace(
        name="dataset",
        module="rolethread_lite.cli.workspace.dataset",
        section=WORKSPACE,
        summary="Import, check, repair and export whole datasets.",
    ),
    CommandPlace(
        name="entry",
        module="rolethread_lite.cli.workspace.entry",
        section=WORKSPACE,
        summary="Find, read, write and edit entries.",
    ),
    CommandPlace(
        name="tag",
        module="rolethread_lite.cli.workspace.tag",
        section=WORKSPACE,
        summary="Tag entries, one or many at a time, and keep the list of tags.",
    ),
    CommandPlace(
        name="category",
        module="rolethread_lite.cli.workspace.category",
        section=WORKSPACE,
        summary="Put tags under headings.",
    ),
    CommandPlace(
        name="character",
        module="rolethread_lite.cli.workspace.character",
        section=WORKSPACE,
        summary="Keep characters: their names, their cards, what they speak.",
    ),
    CommandPlace(
        name="prompt",
        module="rolethread_lite.cli.workspace.prompt",
        section=WORKSPACE,
        summary="Keep system prompts, and bring those of entries in line.",
    ),
    CommandPlace(
        name="library",
        module="rolethread_lite.cli.workspace.library",
        section=WORKSPACE,
        summary="Carry tags, characters and prompts between workspaces.",
    ),
    CommandPlace(
        name="bundle",
        module="rolethread_lite.cli.workspace.bundle",
        section=WORKSPACE,
        summary="Verify bundles: whole datasets in one file.",
    ),
    CommandPlace(
        name="undo",
        module="rolethread_lite.cli.workspace.undo",
        section=WORKSPACE,
        summary="Take back the latest step, also after a restart.",
    ),
    CommandPlace(
        name="redo",
        module="rolethread_lite.cli.workspace.redo",
        section=WORKSPACE,
        summary="Do again the step that was undone last.",
    ),
    CommandPlace(
        name="history",
        module="rolethread_lite.cli.workspace.history",
        section=WORKSPACE,
        summary="List what was done, the latest first.",
    ),
    CommandPlace(
        name="snapshot",
        module="rolethread_lite.cli.workspace.snapshot",
        section=WORKSPACE,
        summary="Keep states of the workspace, and bring them back.",
    ),
    CommandPlace(
        name="mirror",
        module="rolethread_lite.cli.workspace.mirror",
        section=WORKSPACE,
        summary="Copy snapshots to a folder of yours, and start again from there.",
    ),
    CommandPlace(
        name="settings",
        module="rolethread_lite.cli.workspace.settings",
        section=WORKSPACE,
        summary="See and change how the workspace behaves.",
    ),
    CommandPlace(
        name="completion",
        module="rolethread_lite.cli.completion",
        section=SETTING_UP,
        summary="Print the script that completes commands in your shell.",
    ),
)
