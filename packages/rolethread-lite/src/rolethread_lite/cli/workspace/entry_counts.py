"""`rolethread entry count` and `facets`: how many entries fit, and what they have in common."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.insights import shown_name
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show, show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.wording import count, number
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries.characters_and_prompts import count_prompts
from rolethread_lite.queries.count_facets import FacetCount, Facets, count_facets

_BAR = 24
_WIDEST = 60


class CountCommand(Command):
    """The command with its examples."""

    examples = (
        ("How many there are:", "rolethread entry count inn"),
        ("How many still need a tag:", "rolethread entry count inn --untagged"),
    )


class FacetsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Tags, speakers, prompts and findings:", "rolethread entry facets inn"),
        ("Of the entries in which somebody speaks:", "rolethread entry facets inn --speaker Maren"),
    )


@click.command("count", cls=CountCommand)
@click.argument("dataset")
@selection_options
@json_option
@workspace_option
def count_entries(dataset: str, *, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """Count the entries that fit.

    Lines that are no entries are counted too, unless a condition leaves them out.
    """
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            found = view.count(view.dataset_key(dataset), selection)
    if as_json:
        show_json({"dataset": dataset, "lines": found})
    else:
        show(str(found))


@click.command("facets", cls=FacetsCommand)
@click.argument("dataset")
@selection_options
@click.option("--limit", type=click.IntRange(min=1), default=8, show_default=True, help="Names shown of each.")
@json_option
@workspace_option
def facets(dataset: str, limit: int, *, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """Count what the entries that fit have in common.

    Tags, speakers, system prompts and findings: each count says in how many of these entries one stands.
    """
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            found = count_facets(view, dataset=dataset, selection=selection)
            prompts = count_prompts(view, dataset=dataset, selection=selection)
    if as_json:
        show_json(_as_json(found, prompts))
    else:
        show_lines(_lines(found, prompts, limit=limit))


def _lines(found: Facets, prompts: Sequence[FacetCount], *, limit: int) -> Iterator[str]:
    yield count(found.lines, "line")
    groups = {
        "Tags": found.tags,
        "Speakers": found.speakers,
        "System prompts": prompts,
        "Findings": found.findings,
    }
    columns = (Column(title="", most=_WIDEST), Column(title="", right=True), Column(title=""))
    for title, counts in groups.items():
        if counts:
            yield ""
            yield click.style(title, bold=True)
            yield from table(columns, [_row(one, counts) for one in counts[:limit]])
        if len(counts) > limit:
            yield click.style(f"  … and {number(len(counts) - limit)} more", dim=True)


def _row(one: FacetCount, counts: Sequence[FacetCount]) -> tuple[str, ...]:
    return (
        shown_name(one.name, character=one.character),
        number(one.entries),
        bar(one.entries, most=counts[0].entries, width=_BAR),
    )


def _as_json(found: Facets, prompts: Sequence[FacetCount]) -> JsonValue:
    return {
        "lines": found.lines,
        "tags": _counts_as_json(found.tags),
        "speakers": _counts_as_json(found.speakers),
        "prompts": _counts_as_json(prompts),
        "findings": _counts_as_json(found.findings),
    }


def _counts_as_json(counts: Sequence[FacetCount]) -> JsonValue:
    return [_count_as_json(one) for one in counts]


def _count_as_json(one: FacetCount) -> JsonValue:
    known: dict[str, JsonValue] = {"character": one.character} if one.character else {}
    return {"name": one.name, "entries": one.entries, **known}
