"""`rolethread insights`: what a file comes to, in figures and small charts."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import get_terminal_size

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar, spread
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import file_argument, json_option, progress_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, number, share
from rolethread_lite.files.measure import measure_file
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.insights.binning import Bin
from rolethread_lite.insights.summary import CodeCount, DatasetSummary, FigureSummary, UseCount
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.rules import get_rule

CHARTED = ("turns", "assistant_turn_words")
"""The figures drawn as a histogram below the table."""

FIRST = ("messages", "turns", "exchanges", "words", "turn_words", "assistant_turn_words", "longest_turn", "tokens")
"""The figures that stand first in the table; the others follow by name."""

_MOST_BARS = 10
_NUMBERS = 28

_WIDTH = 100
_LEAST_WIDTH = 60


width_option = click.option(
    "--width", type=click.IntRange(min=_LEAST_WIDTH), help="Columns to use; the terminal's by default."
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), default=8, show_default=True, help="Tags, prompts and speakers shown."
)


class InsightsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Get to know a file:", "rolethread insights examples/lantern-inn.jsonl"),
        ("More tags, prompts and speakers:", "rolethread insights examples/lantern-inn.jsonl --limit 50"),
        ("For a program:", "rolethread insights examples/lantern-inn.jsonl --json"),
    )


@click.command("insights", cls=InsightsCommand)
@file_argument
@json_option
@width_option
@limit_option
@progress_option
def command(file: Path, *, as_json: bool, width: int | None, limit: int, with_progress: bool) -> None:
    """Show figures: turns, words, tags, prompts, speakers.

    Totals, means and spreads of every figure, how tags, system prompts and speakers are used, and what the
    rules find.
    """
    with opened((file,)) as inputs, talk.progress(forced=with_progress) as watch:
        reader = Reader(inputs[0], watch=watch)
        summary = measure_file(reader)
    if as_json:
        show_json({"file": reader.shown, **summary_as_json(summary)})
    else:
        show_summary(reader.shown, summary, width=width, limit=limit)


def show_summary(
    name: str, summary: DatasetSummary, *, width: int | None, limit: int, advice: str = "rolethread check shows where"
) -> None:
    """Show what a file or a dataset of that name comes to."""
    show_lines(_lines(name, summary, width=width or _width(), limit=limit))
    if summary.findings:
        show_lines(_findings(summary.findings, width=width or _width(), advice=advice))


def _width() -> int:
    return max(_LEAST_WIDTH, min(_WIDTH, get_terminal_size().columns)) if sys.stdout.isatty() else _WIDTH


def _lines(name: str, summary: DatasetSummary, *, width: int, limit: int) -> Iterator[str]:
    yield click.style(visible(name), bold=True)
    yield f"{count(summary.entries, 'entry')}, {count(summary.records, 'record')}"
    if summary.entries:
        yield from _figures(summary.figures)
        for figure in summary.figures:
            if figure.name in CHARTED and figure.most:
                yield from _histogram(figure, width=width)
    for title, uses in (("Tags", summary.tags), ("System prompts", summary.prompts), ("Speakers", summary.speakers)):
        if uses:
            yield from _uses(title, uses, summary.entries, width=width, limit=limit)


def _heading(text: str, *, more: str = "") -> list[str]:
    return ["", click.style(text, bold=True) + (click.style(f"  {more}", dim=True) if more else "")]


def _figures(figures: Sequence[FigureSummary]) -> list[str]:
    columns = (
        Column(title="figure"),
        Column(title="total", right=True),
        Column(title="mean", right=True),
        Column(title="median", right=True),
        Column(title="least", right=True),
        Column(title="most", right=True),
        Column(title="spread", dim=True),
    )
    named = {figure.name: figure for figure in figures if figure.most}
    order = [name for name in FIRST if name in named]
    order += [name for name in named if name not in order]
    return [*_heading("Figures"), *table(columns, [_figure_row(named[name]) for name in order])]


def _figure_row(figure: FigureSummary) -> tuple[str, ...]:
    counts = [found.count for found in figure.histogram]
    if not figure.unit:
        middle = (share(value, 1) for value in (figure.mean, figure.median, figure.least, figure.most))
        return (figure.title, "", *middle, spread(counts))
    return (
        figure.title,
        number(figure.total),
        number(figure.mean, digits=1),
        number(figure.median, digits=1),
        number(figure.least),
        number(figure.most),
        spread(counts),
    )


def _histogram(figure: FigureSummary, *, width: int) -> Iterator[str]:
    yield from _heading(figure.title, more=f"{count(figure.count, 'value')}")
    bins = _fewer(figure.histogram)
    most = max(found.count for found in bins)
    columns = (Column(title="", right=True), Column(title="", right=True), Column(title=""))
    rows = [(_range(found), number(found.count), bar(found.count, most=most, width=width // 2)) for found in bins]
    yield from table(columns, rows)


def _fewer(bins: Sequence[Bin]) -> Sequence[Bin]:
    """Return the bins, neighbours joined until there are few enough to read."""
    while len(bins) > _MOST_BARS:
        bins = [
            Bin(low=pair[0].low, high=pair[-1].high, count=sum(found.count for found in pair))
            for pair in (bins[place : place + 2] for place in range(0, len(bins), 2))
        ]
    return bins


def _range(found: Bin) -> str:
    low, high = int(found.low), int(found.high) - 1
    return number(low) if low >= high else f"{number(low)}\N{EN DASH}{number(high)}"


def _uses(title: str, uses: Sequence[UseCount], entries: int, *, width: int, limit: int) -> Iterator[str]:
    yield from _heading(title, more=f"{number(len(uses))} in use" if len(uses) > 1 else "")
    columns = (
        Column(title="", most=width - width // 5 - _NUMBERS),
        Column(title="", right=True),
        Column(title="", right=True, dim=True),
        Column(title=""),
    )
    rows = [
        (
            shown_name(use.name, character=use.character),
            count(use.entries, "entry"),
            share(use.entries, entries),
            bar(use.entries, most=uses[0].entries, width=width // 5),
        )
        for use in uses[:limit]
    ]
    yield from table(columns, rows)
    if len(uses) > limit:
        yield click.style(f"  … and {number(len(uses) - limit)} more", dim=True)


def shown_name(name: str, *, character: str = "") -> str:
    """Return a name as a table shows it, with the character that speaks under it where that has another one."""
    shown = visible(name) or "(empty)"
    return f"{shown} ({visible(character)})" if character not in ("", name) else shown


def _findings(found: Sequence[CodeCount], *, width: int, advice: str) -> Iterator[str]:
    yield from _heading("Findings", more=advice)
    most = max(one.findings for one in found)
    columns = (
        Column(title=""),
        Column(title=""),
        Column(title="", right=True),
        Column(title="", right=True, dim=True),
        Column(title=""),
    )
    rows = [
        (
            one.code,
            get_rule(one.code).rule.name,
            count(one.findings, "finding"),
            f"in {count(one.entries, 'line')}",
            bar(one.findings, most=most, width=width // 5),
        )
        for one in found
    ]
    yield from table(columns, rows)


def summary_as_json(summary: DatasetSummary) -> dict[str, JsonValue]:
    """Return what a file or a dataset comes to as JSON."""
    return {
        "entries": summary.entries,
        "records": summary.records,
        "figures": [_figure_as_json(figure) for figure in summary.figures],
        "tags": [_use_as_json(use) for use in summary.tags],
        "prompts": [_use_as_json(use) for use in summary.prompts],
        "speakers": [_use_as_json(use) for use in summary.speakers],
        "findings": [
            {"code": found.code, "findings": found.findings, "lines": found.entries} for found in summary.findings
        ],
    }


def _figure_as_json(figure: FigureSummary) -> JsonValue:
    return {
        "name": figure.name,
        "title": figure.title,
        "unit": figure.unit,
        "count": figure.count,
        "total": figure.total,
        "mean": figure.mean,
        "median": figure.median,
        "least": figure.least,
        "most": figure.most,
        "histogram": [{"low": found.low, "high": found.high, "count": found.count} for found in figure.histogram],
    }


def _use_as_json(use: UseCount) -> JsonValue:
    known: dict[str, JsonValue] = {"character": use.character} if use.character else {}
    return {"name": use.name, "entries": use.entries, "turns": use.turns, **known}
