"""Findings for people: grouped by rule, the first places shown, and a summary at the end."""

from collections import Counter
from dataclasses import dataclass, field

import click

from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.check_report import CheckedFile
from rolethread_lite.cli.output import show, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible, width_of
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.files.check import Found
from rolethread_lite.files.excerpts import Excerpt, excerpt_of
from rolethread_lite.model.finding import Repair, Severity
from rolethread_lite.rules import get_rule

COLOURS = {Severity.INFO: "blue", Severity.WARNING: "yellow", Severity.ERROR: "red"}
"""The colour of each severity on a terminal."""

_BAR = 24


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What one rule found so far."""

    severity: Severity
    findings: int = 0
    safe: int = 0
    asking: int = 0
    places: list[Found] = field(default_factory=list)


class TextReport:
    """The report for people."""

    def __init__(self, limit: int) -> None:
        """Show at most so many places for each rule."""
        self._limit = limit
        self._tallies: dict[str, _Tally] = {}
        self._files: list[CheckedFile] = []

    def begin(self, codes: frozenset[str]) -> None:
        """Write nothing yet: findings are grouped by rule first."""

    def add(self, found: Found) -> None:
        """Count a finding, and keep it where it is among the first of its rule."""
        finding = found.finding
        tally = self._tallies.setdefault(finding.code, _Tally(severity=finding.severity))
        tally.severity = max(tally.severity, finding.severity)
        tally.findings += 1
        tally.safe += finding.repair is Repair.SAFE
        tally.asking += finding.repair is Repair.ASK
        if len(tally.places) < self._limit:
            tally.places.append(found)

    def end_file(self, checked: CheckedFile) -> None:
        """Count a file."""
        self._files.append(checked)

    def end(self) -> None:
        """Write all of it."""
        ordered = sorted(self._tallies.items(), key=lambda item: (-item[1].severity, item[0]))
        if self._limit:
            for code, tally in ordered:
                self._show_rule(code, tally)
        if ordered:
            show_lines(_summary(ordered))
            show()
        if self._files:
            show_lines(self._closing())

    def _show_rule(self, code: str, tally: _Tally) -> None:
        colour = COLOURS[tally.severity]
        name = click.style(f"{code} {get_rule(code).rule.name}", bold=True)
        show(f"{click.style(tally.severity.word, fg=colour)} {name}  {count(tally.findings, 'finding')}")
        for found in tally.places:
            show(f"  {click.style(visible(found.where), fg='cyan')}")
            show(f"    {visible(found.finding.sentence)}")
            show_lines(f"    {line}" for line in excerpt_lines(excerpt_of(found.item, found.finding), colour=colour))
        if tally.findings > len(tally.places):
            show(click.style(f"  … and {number(tally.findings - len(tally.places))} more", dim=True))
        show()

    def _closing(self) -> list[str]:
        entries = sum(file.entries for file in self._files)
        records = sum(file.records for file in self._files)
        read = [count(entries, "entry"), *([count(records, "record")] if records else [])]
        place = f" in {count(len(self._files), 'file')}" if len(self._files) > 1 else ""
        sizes = Counter[Severity]()
        for tally in self._tallies.values():
            sizes[tally.severity] += tally.findings
        found = [count(sizes[severity], severity.word) for severity in reversed(Severity) if sizes[severity]]
        opening = f"{listing(read)}{place} checked: {listing(found) or 'nothing found'}."
        return [f"{opening[0].upper()}{opening[1:]}", *self._advice()]

    def _advice(self) -> list[str]:
        safe = sum(tally.safe for tally in self._tallies.values())
        asking = sum(tally.asking for tally in self._tallies.values())
        advice = []
        if safe:
            advice.append(f"`rolethread fix` can put {number(safe)} right safely.")
        if asking:
            advice.append(f"`rolethread fix --unsafe` has an answer for {number(asking)}{' more' if safe else ''}.")
        return advice


def excerpt_lines(excerpt: Excerpt | None, *, colour: str) -> list[str]:
    """Return the lines that show an excerpt, the stretch it is about underlined with carets."""
    if excerpt is None:
        return []
    edge = click.style("│", dim=True)
    before, marked, after = visible(excerpt.before), visible(excerpt.marked), visible(excerpt.after)
    line = f"{edge} {before}{click.style(marked, fg=colour) if marked else ''}{after}".rstrip()
    if not marked:
        return [line]
    carets = click.style("^" * max(1, width_of(marked)), fg=colour)
    return [line, f"{edge} {' ' * width_of(before)}{carets}"]


def _summary(ordered: list[tuple[str, _Tally]]) -> list[str]:
    most = max(tally.findings for _, tally in ordered)
    columns = (Column(title=""), Column(title=""), Column(title=""), Column(title="", right=True), Column(title=""))
    rows = [
        (
            tally.severity.word,
            code,
            get_rule(code).rule.name,
            number(tally.findings),
            bar(tally.findings, most=most, width=_BAR),
        )
        for code, tally in ordered
    ]
    return table(columns, rows, indent=0)
