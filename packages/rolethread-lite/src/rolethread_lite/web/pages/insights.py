"""Insights: what a dataset comes to, drawn; every bar leads to its entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.binning import Bin as CountedBin
from rolethread_lite.insights.figure import Shape
from rolethread_lite.insights.summary import DatasetSummary, FigureSummary, UseCount
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.selection import LineKind, Selection, Span
from rolethread_lite.model.watch import Watch, unwatched
from rolethread_lite.queries.dataset_summary import summarise_dataset
from rolethread_lite.rules import all_rules
from rolethread_lite.web.address import EntriesAddress, read_address
from rolethread_lite.web.charts import Bin, Histogram, draw_histogram
from rolethread_lite.web.filters import chips_of, rule_title
from rolethread_lite.web.jobs import Outcome, Wait
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.narrowing import (
    with_figure,
    with_finding,
    with_prompt,
    with_severity,
    with_speaker,
    with_tag,
    without_tags,
)
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of
from rolethread_lite.web.rendering import dataset_of, frame_for, render, workspace_of
from rolethread_lite.workspace import Workspace

AT_ONCE = 60_000
"""Lines that are counted while somebody waits; about a second."""
_LONGEST_LIST = 14
_LITTLE = 1e-9
"""A share that ends a bar belongs to the next one."""
_FIRST = ("tokens", "exchanges", "assistant_turn_words")
"""The figures that are drawn above everything else."""
_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "Errors", Severity.WARNING: "Warnings or worse", Severity.INFO: "Anything at all"}
)

_Counted = tuple[DatasetSummary, Mapping[Severity, int]]
"""Sums over entries, and how many have findings that bad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBar:
    """A bar beside a name."""

    name: str
    """What it stands for."""
    entries: int
    """How many entries."""
    address: str
    """Where they are, empty where no address can say it."""
    severity: str = ""
    """The severity's word, for a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A sum over the whole dataset."""

    name: str
    """What is counted."""
    number: int
    """How many."""
    address: str
    """Where they are, empty for nowhere."""


def _show(request: Request) -> Response:
    dataset = dataset_of(request)
    address = read_address(request.query_params, dataset=dataset.key)
    counted = _known(request, address.selection, dataset=dataset)
    wait = None
    if counted is None and dataset.entries + dataset.records > AT_ONCE:
        wait = _wait(request, address, dataset=dataset)
    frame = {"frame": frame_for(request, PAGE, dataset=dataset), "dataset": dataset, "chips": chips_of(address)}
    if wait is not None:
        return render("pages/insights.html", {**frame, "wait": wait})
    summary, found = counted or _count(workspace_of(request), _kept(request), dataset, address.selection)
    figures = sorted(filter(_is_worth_drawing, summary.figures), key=_rank)
    context = {
        **frame,
        "wait": None,
        "is_empty": summary.entries + summary.records == 0,
        "stats": _stats(summary, address),
        "first": [_chart(one, address) for one in figures[: len(_FIRST)]],
        "charts": [_chart(one, address) for one in figures[len(_FIRST) :]],
        "lists": _lists(summary, address, found),
    }
    return render("pages/insights.html", context)


def _kept(request: Request) -> Latest[_Counted]:
    kept: Latest[_Counted] = request.app.state.summaries
    return kept


def _known(request: Request, selection: Selection, *, dataset: Dataset) -> _Counted | None:
    """Return what was counted since something changed last."""
    with workspace_of(request).view() as view:
        return _kept(request).find(f"{dataset.key} {selection}", revision=view.revision)


def _count(
    workspace: Workspace,
    kept: Latest[_Counted],
    dataset: Dataset,
    selection: Selection,
    watch: Watch = unwatched,
) -> _Counted:
    """Count what the selected entries come to, and keep it."""
    with workspace.view() as view:
        summary = summarise_dataset(view, dataset=dataset.name, selection=selection, watch=watch)
        found = {one: view.count(dataset.key, with_severity(selection, one)) for one in Severity}
        kept.keep(f"{dataset.key} {selection}", (summary, found), revision=view.revision)
    return summary, found


def _wait(request: Request, address: EntriesAddress, *, dataset: Dataset) -> Wait:
    """Count in the background, and return what is shown meanwhile."""
    workspace, kept, selection = workspace_of(request), _kept(request), address.selection
    there = f"/d/{dataset.key}/insights"

    def _work(watch: Watch) -> Outcome:
        _count(workspace, kept, dataset, selection, watch)
        return Outcome(message="", address="")

    job = jobs_of(request).awaited(
        f"insights {dataset.key} {selection}", f"Count “{dataset.name}”", _work, unit="lines"
    )
    return Wait(
        job=job,
        address=f"{there}?{address.query}".rstrip("?"),
        region="main",
        title="Counting",
        words="Everything is counted anew after a change, and once only.",
        away=str(address.opened("")),
        away_words="To the entries",
    )


def _is_worth_drawing(figure: FigureSummary) -> bool:
    """Tell whether a figure differs from nothing at all in some entry."""
    return figure.most > 0


def _rank(figure: FigureSummary) -> int:
    """Return the place of a figure's chart; those asked for most come first."""
    return _FIRST.index(figure.name) if figure.name in _FIRST else len(_FIRST)


def _stats(summary: DatasetSummary, address: EntriesAddress) -> tuple[Stat, ...]:
    """Return the sums above the charts."""
    figures = {one.name: one for one in summary.figures}
    kind = address.selection.kind
    entries = replace(address.selection, kind=LineKind.ENTRIES) if kind is not LineKind.RECORDS else None
    bare = sum(one.count for one in figures["tags"].histogram if one.low == 0 and one.high <= 1)
    return (
        Stat(name="Entries", number=summary.entries, address=_where(address, entries)),
        Stat(name="Tokens, about", number=round(figures["tokens"].total), address=""),
        Stat(name="Exchanges", number=round(figures["exchanges"].total), address=""),
        Stat(name="Words in a typical reply", number=round(figures["assistant_turn_words"].median), address=""),
        Stat(name="Untagged", number=bare, address=_where(address, without_tags(address.selection))),
    )


def _lists(
    summary: DatasetSummary, address: EntriesAddress, found: Mapping[Severity, int]
) -> tuple[tuple[str, list[ListedBar]], ...]:
    """Return the lists of bars: what was found, and who and what stands in the entries."""
    selection = address.selection
    severities = [_severity_bar(address, severity, found[severity]) for severity in reversed(Severity)]
    return (
        ("Severity", [one for one in severities if one.entries]),
        ("Findings", _findings(summary, address)),
        ("Tags", _bars(summary.tags, lambda tag: with_tag(selection, tag), address)),
        ("Speakers", _bars(summary.speakers, lambda name: with_speaker(selection, name), address)),
        ("System prompts", _bars(summary.prompts, lambda text: with_prompt(selection, text), address)),
    )


def _severity_bar(address: EntriesAddress, severity: Severity, entries: int) -> ListedBar:
    return ListedBar(
        name=_SEVERITIES[severity],
        entries=entries,
        address=_where(address, with_severity(address.selection, severity)),
        severity=severity.word,
    )


def _chart(figure: FigureSummary, address: EntriesAddress) -> Histogram:
    shape = next(one.shape for one in all_figures() if one.name == figure.name)
    bins = tuple(
        Bin(
            least=f"{one.low:.0%}" if shape is Shape.SHARE else f"{one.low:,.0f}",
            most=f"{one.high:.0%}" if shape is Shape.SHARE else f"{one.high - 1:,.0f}",
            entries=one.count,
            address="" if shape is Shape.PER_TURN or not one.count else _bin_address(figure.name, one, shape, address),
        )
        for one in figure.histogram
    )
    if shape is Shape.PER_TURN:
        return draw_histogram(bins, title=figure.title, unit="per turn", counted=("turn", "turns"))
    return draw_histogram(bins, title=figure.title, unit="per entry")


def _bin_address(name: str, values: CountedBin, shape: Shape, address: EntriesAddress) -> str:
    """Return where the entries of one bar of a histogram are."""
    if shape is Shape.SHARE:
        span = Span(least=values.low, most=values.high - _LITTLE if values.high < 1 else values.high)
    else:
        span = Span(least=int(values.low), most=int(values.high) - 1)
    return _where(address, with_figure(address.selection, name, span))


def _bars(
    uses: tuple[UseCount, ...], choose: Callable[[str], Selection | None], address: EntriesAddress
) -> list[ListedBar]:
    return [
        ListedBar(
            name=" ".join(use.name.split())[:120] or "(empty)",
            entries=use.entries,
            address=_where(address, choose(use.name)),
        )
        for use in uses[:_LONGEST_LIST]
    ]


def _findings(summary: DatasetSummary, address: EntriesAddress) -> list[ListedBar]:
    rules = {one.rule.code: one.rule for one in all_rules()}
    known = [one for one in summary.findings if one.code in rules]
    return [
        ListedBar(
            name=rule_title(rules[one.code]),
            entries=one.entries,
            address=_where(address, with_finding(address.selection, one.code)),
            severity=rules[one.code].severity.word,
        )
        for one in sorted(known, key=lambda one: (-rules[one.code].severity, one.code))
    ]


def _where(address: EntriesAddress, selection: Selection | None) -> str:
    """Return where the entries of a selection are listed, empty for nowhere."""
    return "" if selection is None else str(address.selecting(selection).opened(""))


PAGE = Page(
    name="insights",
    title="Insights",
    summary="Figures of a dataset, drawn; every bar is a filter.",
    routes=(Route("/d/{dataset:int}/insights", _show),),
    place=3,
    of_dataset=True,
    key="i",
)
