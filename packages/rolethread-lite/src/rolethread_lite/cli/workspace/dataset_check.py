"""`rolethread dataset check`: what the rules found in a dataset, from what the workspace keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from rolethread_lite.cli.check_text import COLOURS, excerpt_lines
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import (
    SeverityChoice,
    ignore_option,
    json_option,
    progress_option,
    read_severity,
    select_option,
    split_words,
)
from rolethread_lite.cli.output import show, show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.files.excerpts import excerpt_of
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries.dataset_findings import (
    LikeFinding,
    PlacedFinding,
    RuleCount,
    compare_entries,
    count_findings,
    first_findings,
    place_finding,
)
from rolethread_lite.rules import get_rule, select_rules
from rolethread_lite.workspace import Workspace


class CheckCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what was found:", "rolethread dataset check inn"),
        ("Only one rule, and every place:", "rolethread dataset check inn --select RT301 --limit 1000"),
        ("The entries themselves:", "rolethread entry list inn --finding RT301"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleReport:
    """What one rule found, and the first places."""

    count: RuleCount
    places: tuple[PlacedFinding, ...]


@click.command("check", cls=CheckCommand)
@click.argument("dataset")
@select_option
@ignore_option
@click.option(
    "--severity",
    type=SeverityChoice(),
    default="warning",
    show_default=True,
    help="The least severity for which the command ends with status 1.",
)
@click.option("--limit", type=click.IntRange(min=0), default=3, show_default=True, help="Places shown for each rule.")
@json_option
@progress_option
@workspace_option
def check(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    *,
    limit: int,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> int:
    """Show what the rules found in a dataset.

    Findings are kept current with every change, so nothing has to be read for the counts. The command ends
    with status 1 when there are findings at or above `--severity`.
    """
    codes = select_rules(split_words(select), ignore=split_words(ignore))
    with opened_workspace(folder, forced=with_progress) as workspace:
        reports = _reports(workspace, dataset, codes, limit=limit)
        with workspace.view() as view:
            found = view.dataset(dataset)
    if as_json:
        show_json({"dataset": dataset, "entries": found.entries, "records": found.records, **_as_json(reports)})
    else:
        for report in reports if limit else ():
            _show(report, dataset)
        read = listing([count(found.entries, "entry"), *([count(found.records, "record")] if found.records else [])])
        show(f"{read} in “{visible(dataset)}”: {_sizes(reports) or 'nothing found'}.")
        show_lines(_advice(reports, dataset))
    worst = max((report.count.severity for report in reports), default=-1)
    return 1 if worst >= read_severity(severity) else 0


def _reports(workspace: Workspace, dataset: str, codes: frozenset[str], *, limit: int) -> list[_RuleReport]:
    """Return what each rule found, the worst first."""
    with workspace.view() as view:
        reports = [
            _RuleReport(count=one, places=tuple(first_findings(view, dataset=dataset, code=one.code, limit=limit)))
            for one in count_findings(view, dataset=dataset)
            if one.code in codes
        ]
        like: dict[str, list[LikeFinding]] = {}
        for found in compare_entries(view, dataset=dataset, codes=codes):
            like.setdefault(found.finding.code, []).append(found)
        reports += [
            _RuleReport(
                count=_counted(code, findings),
                places=tuple(place_finding(view, dataset=dataset, found=found) for found in findings[:limit]),
            )
            for code, findings in like.items()
        ]
    return sorted(reports, key=lambda report: (-report.count.severity, report.count.code))


def _counted(code: str, findings: Sequence[LikeFinding]) -> RuleCount:
    return RuleCount(
        code=code,
        severity=max(found.finding.severity for found in findings),
        entries=len({found.entry_id for found in findings}),
        findings=len(findings),
    )


def _show(report: _RuleReport, dataset: str) -> None:
    counted = report.count
    colour = COLOURS[counted.severity]
    name = click.style(f"{counted.code} {get_rule(counted.code).rule.name}", bold=True)
    sizes = f"{count(counted.findings, 'finding')} in {count(counted.entries, 'line')}"
    show(f"{click.style(counted.severity.word, fg=colour)} {name}  {sizes}")
    for found in report.places:
        place = f"{visible(dataset)} #{found.number} {found.entry_id[:8]} {found.finding.place.path}".rstrip()
        show(f"  {click.style(place, fg='cyan')}")
        show(f"    {visible(found.finding.sentence)}")
        show_lines(f"    {line}" for line in excerpt_lines(excerpt_of(found.item, found.finding), colour=colour))
    if counted.findings > len(report.places):
        show(click.style(f"  … and {number(counted.findings - len(report.places))} more", dim=True))
    show()


def _sizes(reports: Sequence[_RuleReport]) -> str:
    sizes = _count_by_severity(reports)
    return listing([count(size, severity.word) for severity, size in sizes.items() if size])


def _count_by_severity(reports: Sequence[_RuleReport]) -> dict[Severity, int]:
    sizes = dict.fromkeys(reversed(Severity), 0)
    for report in reports:
        sizes[report.count.severity] += report.count.findings
    return sizes


def _advice(reports: Sequence[_RuleReport], dataset: str) -> list[str]:
    if not reports:
        return []
    name = as_argument(dataset)
    return [f"See one with `rolethread entry show {name} NUMBER`, repair all with `rolethread dataset repair {name}`."]


def _as_json(reports: Sequence[_RuleReport]) -> dict[str, JsonValue]:
    return {
        "counts": {severity.word: size for severity, size in _count_by_severity(reports).items()},
        "rules": [
            {
                "code": report.count.code,
                "name": get_rule(report.count.code).rule.name,
                "severity": report.count.severity.word,
                "findings": report.count.findings,
                "lines": report.count.entries,
                "places": [_place_as_json(found) for found in report.places],
            }
            for report in reports
        ],
    }


def _place_as_json(found: PlacedFinding) -> JsonValue:
    span = found.finding.span
    return {
        "id": found.entry_id,
        "number": found.number,
        "severity": found.finding.severity.word,
        "path": found.finding.place.path,
        "span": None if span is None else list(span),
        "sentence": found.finding.sentence,
        "repair": found.finding.repair.value,
    }
