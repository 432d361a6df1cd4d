"""`rolethread entry`: the entries of a dataset, one or many at a time."""

import click

from rolethread_lite.cli.workspace.entry_counts import count_entries, facets
from rolethread_lite.cli.workspace.entry_edit import edit, note
from rolethread_lite.cli.workspace.entry_list import list_entries
from rolethread_lite.cli.workspace.entry_order import delete, duplicate, join, move, sort, split
from rolethread_lite.cli.workspace.entry_repair import repair
from rolethread_lite.cli.workspace.entry_replace import prompt, replace
from rolethread_lite.cli.workspace.entry_show import show_entry
from rolethread_lite.cli.workspace.entry_speakers import speaker
from rolethread_lite.cli.workspace.entry_write import create
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs


class EntryNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("Find entries:", "rolethread entry list inn --find lantern --tag market"),
        ("Read one:", "rolethread entry show inn 3"),
        ("Put another word everywhere:", "rolethread entry replace inn 'grey' 'gray' --role assistant"),
    )


@click.group("entry", cls=EntryNoun)
def command() -> None:
    """Find, read, write and edit entries.

    An entry is named by its number in the dataset (3, or #3), or by the beginning of its id (9f2c41aa).
    """


with_verbs(
    command,
    (
        list_entries,
        show_entry,
        count_entries,
        facets,
        create,
        edit,
        note,
        replace,
        prompt,
        speaker,
        repair,
        split,
        join,
        duplicate,
        move,
        sort,
        delete,
    ),
)
