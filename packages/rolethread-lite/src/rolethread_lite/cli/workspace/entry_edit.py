"""`rolethread entry edit` and `note`: one entry, by hand."""

from dataclasses import replace
from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, json_option
from rolethread_lite.cli.workspace.changing import Manner, change, preview_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.texts import read_text
from rolethread_lite.errors import BadRequest, InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.queries.read_entry import EntryDetail, read_entry


class EditCommand(Command):
    """The command with its examples."""

    examples = (
        ("Another text for a message:", "rolethread entry edit inn 3 --message 1 --text 'The kettle is on.'"),
        ("The whole entry as JSON:", "rolethread entry edit inn 3 --json-file entry.json"),
        ("Take its line out, edit it, and put it back:", "rolethread entry show inn 3 --raw > entry.json"),
    )


class NoteCommand(Command):
    """The command with its examples."""

    examples = (
        ("Leave yourself a note:", "rolethread entry note inn 3 'The ending is too short.'"),
        ("Take it away:", "rolethread entry note inn 3 ''"),
    )


@click.command("edit", cls=EditCommand)
@click.argument("dataset")
@click.argument("entry")
@click.option("--message", type=click.IntRange(min=0), metavar="N", help="The message, as `entry show` counts them.")
@click.option("--text", metavar="TEXT", help="What that message says from now on; - reads it from standard input.")
@click.option("--json-file", type=FILE, metavar="F", help="The whole entry or record as JSON; - is standard input.")
@preview_option
@json_option
@workspace_option
def edit(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    entry: str,
    message: int | None,
    text: str | None,
    json_file: Path | None,
    *,
    preview: bool,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Give a message another text, or a whole entry other content.

    Everything that is not named stays as it is. A kept record becomes an entry when its JSON is corrected.
    """
    if (json_file is None) == (message is None or text is None):
        raise BadRequest(
            "Nothing says what the entry is to become.", advice="Give --message and --text, or --json-file."
        )
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            entry_id = find_entry_id(view, dataset=dataset, word=entry)
            detail = read_entry(view, dataset=dataset, entry_id=entry_id)
        operation: Operation
        if json_file is not None:
            operation = EditEntryText(dataset=dataset, entry_id=entry_id, text=read_text(json_file))
        else:
            said = read_text(STREAM) if text == "-" else text or ""
            operation = _edited(dataset, detail, message or 0, said)
        change(workspace, operation, manner=Manner(yes=True, preview=preview, as_json=as_json))


@click.command("note", cls=NoteCommand)
@click.argument("dataset")
@click.argument("entry")
@click.argument("text")
@json_option
@workspace_option
def note(dataset: str, entry: str, text: str, *, as_json: bool, folder: Path | None) -> None:
    """Give an entry a note; an empty one takes it away.

    Notes are for you: they are kept in the dataset's sidecar and never exported.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            entry_id = find_entry_id(view, dataset=dataset, word=entry)
        operation = NoteEntry(dataset=dataset, entry_id=entry_id, note=text)
        change(workspace, operation, manner=Manner(yes=True, as_json=as_json))


def _edited(dataset: str, detail: EntryDetail, place: int, text: str) -> EditEntry:
    """Return the operation that gives one message another text; raises InvalidValue where that is impossible."""
    before = detail.item
    if not isinstance(before, Entry):
        raise InvalidValue("This line is no entry.", advice="Correct it as JSON with --json-file.")
    if place >= len(before.messages):
        raise InvalidValue(
            f"There is no message {place}.", where="--message", advice=f"Choose from 0 to {len(before.messages) - 1}."
        )
    message = before.messages[place]
    if isinstance(message.content, tuple) and len(message.pieces) != 1:
        raise InvalidValue("This message has several parts.", where="--text", advice="Edit it with --json-file.")
    spoken = message.with_piece(0, text=text) if isinstance(message.content, tuple) else replace(message, content=text)
    entry = before.with_message(place, message=spoken)
    return EditEntry(dataset=dataset, entry_id=detail.entry_id, entry=entry, before=before)
