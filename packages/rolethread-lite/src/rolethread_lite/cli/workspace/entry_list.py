"""`rolethread entry list`: the entries of a dataset, a page at a time."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import number
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries import list_entries as query
from rolethread_lite.queries.find_entry import find_position
from rolethread_lite.queries.list_entries import EntryPage, ListedEntry


class ListCommand(Command):
    """The command with its examples."""

    examples = (
        ("The first entries:", "rolethread entry list inn"),
        ("Entries in which somebody says a word:", "rolethread entry list inn --find lantern --mode word"),
        ("Long ones without tags:", "rolethread entry list inn --untagged --figure words:200-"),
        ("The next page:", "rolethread entry list inn --after 20"),
    )


@click.command("list", cls=ListCommand)
@click.argument("dataset")
@selection_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Entries on a page.")
@click.option("--after", metavar="ENTRY", help="Only entries behind this one: the next page.")
@json_option
@workspace_option
def list_entries(
    dataset: str, limit: int, after: str | None, *, chosen: Chosen, as_json: bool, folder: Path | None
) -> None:
    """List the entries that fit, a page at a time.

    Conditions are combined: an entry must fit all of them.
    """
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            behind = None if after is None else find_position(view, dataset=dataset, word=after)
            page = query.list_entries(view, dataset=dataset, selection=selection, after=behind, limit=limit)
    if as_json:
        show_json(_as_json(page))
        return
    columns = (
        Column(title="#", right=True),
        Column(title="id", dim=True),
        Column(title="turns", right=True),
        Column(title="found"),
        Column(title="tags", most=24),
        Column(title="begins", most=64),
    )
    if page.entries:
        show_lines(table(columns, [_row(listed) for listed in page.entries], indent=0))
    if page.next_after is not None:
        talk.say(f"There are more: --after {page.entries[-1].number} shows the next page.")
    elif not page.entries:
        talk.say("No entry fits." if after is None else "No more entries.")


def _row(listed: ListedEntry) -> tuple[str, ...]:
    item = listed.item
    found = "" if listed.severity is None else f"{listed.severity.word} {number(listed.findings)}"
    return (
        number(listed.number),
        listed.entry_id[:8],
        "record" if item is None else number(len(item.turns)),
        found,
        "" if item is None else visible(", ".join(item.tags)),
        visible(listed.opening),
    )


def _as_json(page: EntryPage) -> JsonValue:
    last = page.entries[-1].entry_id if page.entries and page.next_after is not None else None
    return {"entries": [_entry_as_json(listed) for listed in page.entries], "next_after": last}


def _entry_as_json(listed: ListedEntry) -> JsonValue:
    item = listed.item
    return {
        "id": listed.entry_id,
        "number": listed.number,
        "is_record": item is None,
        "turns": None if item is None else len(item.turns),
        "tags": [] if item is None else list(item.tags),
        "opening": listed.opening,
        "severity": None if listed.severity is None else listed.severity.word,
        "findings": listed.findings,
    }
