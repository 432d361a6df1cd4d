"""`rolethread tag list` and `tag unknown`: which tags there are, and which wait for review."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.names import is_usable
from rolethread_lite.queries.count_facets import FacetCount, count_facets
from rolethread_lite.queries.tags import DatasetUse, ListedTag, UnknownTag, count_unknown_tags, list_tags, unknown_tags

_BAR = 24
_NAME_WIDTH = 60
_WITHOUT_CATEGORY = "Without a category"


class ListCommand(Command):
    """The command with its examples."""

    examples = (
        ("All tags the workspace knows, with their use:", "rolethread tag list"),
        ("The tags of a dataset, the most used first:", "rolethread tag list inn"),
        ("Only among some entries:", "rolethread tag list inn --find lantern"),
    )


class UnknownCommand(Command):
    """The command with its examples."""

    examples = (
        ("What waits for review:", "rolethread tag unknown"),
        ("Only from one dataset:", "rolethread tag unknown inn"),
    )


@click.command("list", cls=ListCommand)
@click.argument("dataset", required=False)
@selection_options
@json_option
@workspace_option
def list_known(dataset: str | None, *, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """List the tags the workspace knows, or those of a dataset.

    Without a dataset: every known tag by category, with how many entries of which datasets have it. With a
    dataset: every tag its entries have, the most used first.
    """
    if dataset is None:
        _refuse_selection(chosen)
        with opened_workspace(folder) as workspace, workspace.view() as view:
            known = list_tags(view)
            waiting = count_unknown_tags(view)
        _show_known(known, waiting=waiting, as_json=as_json)
        return
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            tags = count_facets(view, dataset=dataset, selection=selection).tags
    _show_used(tags, as_json=as_json)


@click.command("unknown", cls=UnknownCommand)
@click.argument("dataset", required=False)
@json_option
@workspace_option
def list_unknown(dataset: str | None, *, as_json: bool, folder: Path | None) -> None:
    """List the tags of entries that wait for review.

    The workspace does not know them yet. Adopt the ones you want, merge the ones that are another tag, or take them
    from entries.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        unknown = unknown_tags(view, dataset=dataset)
    if as_json:
        show_json([_unknown_as_json(one) for one in unknown])
    elif not unknown:
        talk.say("No tag waits for review.")
    else:
        columns = (Column(title="", most=_NAME_WIDTH), Column(title="", right=True), Column(title=""), Column(title=""))
        rows = [(_name(one.name), count(one.entries, "entry"), _where(one.uses), _suggestion(one)) for one in unknown]
        show_lines(table(columns, rows))
        talk.say("`rolethread tag adopt`, `merge`, `resolve` or `delete --from-entries` settles each.")


def _refuse_selection(chosen: Chosen) -> None:
    if not chosen.is_everything:
        raise InvalidValue(
            "Entries are selected, but no dataset is named.", advice="Name the dataset: rolethread tag list DATASET."
        )


def _show_used(tags: Sequence[FacetCount], *, as_json: bool) -> None:
    if as_json:
        show_json([{"name": one.name, "entries": one.entries} for one in tags])
    elif not tags:
        talk.say("No entry has a tag.")
    else:
        columns = (Column(title="", most=_NAME_WIDTH), Column(title="", right=True), Column(title=""))
        rows = [
            (visible(one.name), count(one.entries, "entry"), bar(one.entries, most=tags[0].entries, width=_BAR))
            for one in tags
        ]
        show_lines(table(columns, rows))


def _show_known(known: Sequence[ListedTag], *, waiting: int, as_json: bool) -> None:
    if as_json:
        show_json([_known_as_json(one) for one in known])
        return
    if known:
        show_lines(_known_lines(known))
    else:
        talk.say("No tag is known yet: `rolethread tag create` makes one, `tag start` brings in some to start from.")
    if waiting:
        talk.say(f"{_sentence(waiting)} for review: `rolethread tag unknown` lists what entries have besides.")


def _sentence(waiting: int) -> str:
    return "1 tag waits" if waiting == 1 else f"{number(waiting)} tags wait"


def _known_lines(known: Sequence[ListedTag]) -> Iterator[str]:
    """Yield the tags as one table, each category's name above its own."""
    columns = (Column(title="", most=_NAME_WIDTH), Column(title="", right=True), Column(title=""), Column(title=""))
    rows = [(_name(one.tag.name), count(one.entries, "entry"), _where(one.uses), _remark(one)) for one in known]
    heading: str | None = None
    for one, line in zip(known, table(columns, rows), strict=True):
        title = _WITHOUT_CATEGORY if one.category is None else visible(one.category.name)
        if title != heading:
            yield click.style(title, bold=True)
            heading = title
        yield line


def _name(name: str) -> str:
    return visible(name) if name.strip() == name != "" else f"“{visible(name)}”"


def _where(uses: Iterable[DatasetUse]) -> str:
    """Return in which datasets a tag stands, with the counts where there are several."""
    shown = [(visible(use.dataset), number(use.entries)) for use in uses]
    return shown[0][0] if len(shown) == 1 else ", ".join(f"{name} {entries}" for name, entries in shown)


def _remark(one: ListedTag) -> str:
    parts = ["archived"] if one.tag.is_archived else []
    parts += [f"also {listing([visible(name) for name in one.aliases])}"] if one.aliases else []
    parts += [visible(one.tag.description)] if one.tag.description else []
    return "; ".join(parts)


def _suggestion(one: UnknownTag) -> str:
    if one.alias_of:
        return f"another name of {visible(one.alias_of)}"
    if one.looks_like:
        return f"looks like {listing([_name(name) for name in one.looks_like])}"
    return "" if is_usable(one.name) else "cannot be a tag as it stands"


def _uses_as_json(uses: Iterable[DatasetUse]) -> JsonValue:
    return [{"dataset": use.dataset, "entries": use.entries} for use in uses]


def _known_as_json(one: ListedTag) -> JsonValue:
    return {
        "name": one.tag.name,
        "key": one.tag.key,
        "category": None if one.category is None else one.category.name,
        "description": one.tag.description,
        "colour": one.tag.colour,
        "place": one.tag.place,
        "archived": one.tag.is_archived,
        "aliases": list(one.aliases),
        "entries": one.entries,
        "datasets": _uses_as_json(one.uses),
    }


def _unknown_as_json(one: UnknownTag) -> JsonValue:
    return {
        "name": one.name,
        "entries": one.entries,
        "datasets": _uses_as_json(one.uses),
        "alias_of": one.alias_of or None,
        "looks_like": list(one.looks_like),
    }
