"""`rolethread entry create`: an entry written by hand, or by another program."""

from dataclasses import replace
from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, json_option, split_words
from rolethread_lite.cli.workspace.changing import Manner, change
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.script import read_written
from rolethread_lite.cli.workspace.texts import read_text
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.tag_entries import usable_tag
from rolethread_lite.queries.find_entry import find_entry_id


class CreateCommand(Command):
    """The command with its examples."""

    examples = (
        (
            "Write one where you are:",
            "printf 'user: Any room left?\\nassistant: One, under the stairs.\\n' | rolethread entry create inn",
        ),
        ("From a file, JSON or a script:", "rolethread entry create inn --file scene.txt --tag market"),
    )


@click.command("create", cls=CreateCommand)
@click.argument("dataset")
@click.option(
    "--file", "file", type=FILE, default="-", metavar="F", help="Where the entry is; - is standard input, the default."
)
@click.option("--after", metavar="ENTRY", help="The entry it follows; without it, it stands at the end.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag it gets.")
@click.option("--note", default="", help="A note for yourself.")
@json_option
@workspace_option
def create(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    file: Path,
    after: str | None,
    tags: tuple[str, ...],
    note: str,
    *,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Add an entry to a dataset.

    It is JSON in any known format, or a script: each turn begins with `user:`, `assistant:` or `system:`, or
    with a speaker as in `assistant (Maren):`. Other lines go on with the turn above.
    """
    written = read_written(read_text(file))
    added = tuple(usable_tag(tag) for tag in split_words(tags))
    entry = replace(written, tags=tuple(dict.fromkeys((*written.tags, *added))), note=note)
    with opened_workspace(folder, changes=True) as workspace:
        behind = ""
        if after is not None:
            with workspace.view() as view:
                behind = find_entry_id(view, dataset=dataset, word=after)
        operation = CreateEntry(dataset=dataset, entry=entry, after=behind)
        change(workspace, operation, manner=Manner(yes=True, as_json=as_json))
