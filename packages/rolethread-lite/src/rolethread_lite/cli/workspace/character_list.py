"""`rolethread character list` and `mentions`: who there is, and whose names are left where they should not be."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.errors import BadRequest
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries.characters import ListedCharacter, UnknownSpeaker, list_characters, unknown_speakers
from rolethread_lite.queries.inactive_mentions import InactiveMention, inactive_mentions

_IDS = 5


class ListCommand(Command):
    """The command with its examples."""

    examples = (
        ("Everybody, by name:", "rolethread character list"),
        ("Who speaks most comes first:", "rolethread character list --by-use"),
        ("Names that are nobody's yet:", "rolethread character list --unknown --dataset inn"),
    )


class MentionsCommand(Command):
    """The command with its examples."""

    examples = (("Find prompts that speak of somebody who left:", "rolethread character mentions inn"),)


@click.command("list", cls=ListCommand)
@click.option("--by-use", is_flag=True, help="Who speaks in most entries comes first.")
@click.option("--unknown", is_flag=True, help="Names that speak in entries and are no character's yet.")
@click.option("--dataset", metavar="NAME", help="With --unknown: only in this dataset.")
@json_option
@workspace_option
def list_all(*, by_use: bool, unknown: bool, dataset: str | None, as_json: bool, folder: Path | None) -> None:
    """List characters with what they speak, or nobody's names.

    Entries and turns are counted in all datasets, under the name and its aliases.
    """
    if dataset is not None and not unknown:
        raise BadRequest("--dataset belongs to --unknown.", advice="Leave it out, or add --unknown.")
    with opened_workspace(folder) as workspace, workspace.view() as view:
        if unknown:
            _show_unknown(unknown_speakers(view, dataset=dataset), as_json=as_json)
            return
        characters = list_characters(view)
    if by_use:
        characters = tuple(sorted(characters, key=lambda one: -one.entries))
    _show_characters(characters, as_json=as_json)


@click.command("mentions", cls=MentionsCommand)
@click.argument("dataset")
@json_option
@workspace_option
def mentions(dataset: str, *, as_json: bool, folder: Path | None) -> None:
    """Find system prompts that speak of inactive characters.

    A name or an alias counts where it stands as a whole word.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        found = inactive_mentions(view, dataset=dataset)
    if as_json:
        show_json([_mention_as_json(one) for one in found])
    elif not found:
        talk.say("No system prompt speaks of an inactive character.")
    for one in () if as_json else found:
        show_lines(f"  {line}" for line in mention_lines(one))


def character_as_json(one: ListedCharacter) -> dict[str, JsonValue]:
    """Return a character of a list as JSON."""
    return {
        "key": one.key,
        "name": one.name,
        "aliases": list(one.aliases),
        "description": one.description,
        "active": one.is_active,
        "card": one.has_card,
        "picture": one.has_avatar,
        "entries": one.entries,
        "turns": one.turns,
        "datasets": [{"dataset": use.dataset, "entries": use.entries, "turns": use.turns} for use in one.uses],
    }


def mention_lines(one: InactiveMention) -> tuple[str, str]:
    """Return the lines that say where an inactive character is still spoken of."""
    ids = [entry_id[:8] for entry_id in one.entry_ids[:_IDS]]
    more = len(one.entry_ids) - len(ids)
    words = listing([f"“{visible(name)}”" for name in one.names])
    where = f"the system prompt of {count(len(one.entry_ids), 'entry')}"
    return f"{words} still stands in {where}.", f"  {', '.join(ids)}{f' and {number(more)} more' if more else ''}"


def _show_characters(characters: tuple[ListedCharacter, ...], *, as_json: bool) -> None:
    if as_json:
        show_json([character_as_json(one) for one in characters])
        return
    if not characters:
        talk.say("There is no character yet. `rolethread character import CARD` or `create NAME` makes one,")
        talk.say("`rolethread character adopt --all` makes one of every name that speaks in entries.")
        return
    columns = (
        Column(title="character", most=40),
        Column(title="also", most=40),
        Column(title="entries", right=True),
        Column(title="turns", right=True),
        Column(title=""),
    )
    show_lines(table(columns, [_row(one) for one in characters]))


def _row(one: ListedCharacter) -> tuple[str, ...]:
    also = ", ".join(visible(alias) for alias in one.aliases)
    marks = (("inactive", not one.is_active), ("card", one.has_card), ("picture", one.has_avatar))
    shown = ", ".join(word for word, holds in marks if holds)
    return visible(one.name), also, number(one.entries), number(one.turns), shown


def _show_unknown(speakers: tuple[UnknownSpeaker, ...], *, as_json: bool) -> None:
    if as_json:
        show_json([{"name": one.name, "entries": one.entries, "turns": one.turns} for one in speakers])
        return
    if not speakers:
        talk.say("Every name that speaks is a character's.")
        return
    columns = (Column(title="speaker", most=60), Column(title="entries", right=True), Column(title="turns", right=True))
    show_lines(table(columns, [(visible(one.name), number(one.entries), number(one.turns)) for one in speakers]))
    talk.say(f"`rolethread character adopt {as_argument(speakers[0].name)}` makes a character of one, --all of each.")


def _mention_as_json(one: InactiveMention) -> JsonValue:
    return {"character": one.character, "names": list(one.names), "entries": list(one.entry_ids)}
