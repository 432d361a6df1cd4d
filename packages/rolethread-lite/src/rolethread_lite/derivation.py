"""Joins rules, figures and formats into the one function by which a workspace learns what follows from a line."""

from collections import Counter
from functools import cached_property

import orjson

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.insights import all_figures, figures_version
from rolethread_lite.insights.figure import Measured, Shape
from rolethread_lite.insights.measuring import measure, measure_tags
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules import rules_version
from rolethread_lite.rules.checking import check_entry, check_record, check_tags, group_rules, keys_of, tag_codes
from rolethread_lite.store.derived import (
    TURN_SEPARATOR,
    Derived,
    DerivedTags,
    FigureColumn,
    FigureValue,
    FindingCount,
    SearchTexts,
    pack_turns,
)

_KINDS = {Shape.COUNT: "integer", Shape.SHARE: "real", Shape.PER_TURN: "blob"}


class LineDerivation:
    """Derives findings, figures and texts from a line. Pure, with nothing of its own: it can cross processes."""

    @cached_property
    def version(self) -> str:
        """Return a digest of the versions of all rules and figures."""
        return f"{rules_version()}-{figures_version()}"

    @cached_property
    def columns(self) -> tuple[FigureColumn, ...]:
        """Return the figures that are kept."""
        return tuple(FigureColumn(figure.name, _KINDS[figure.shape]) for figure in all_figures())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the keys by which rules compare entries."""
        return tuple(f"key_{one.rule.code.lower()}" for one in group_rules())

    @cached_property
    def tag_codes(self) -> frozenset[str]:
        """Return the codes of the rules that read only tags."""
        return tag_codes()

    def of_line(self, line: bytes, *, is_record: bool) -> Derived:
        """Return what follows from a line; a record has findings and nothing else."""
        item = read_stored(line)
        if is_record and isinstance(item, Entry):
            return self._of_findings([])
        return self.of_item(item)

    def of_item(self, item: Entry | Record) -> Derived:
        """Return what follows from an entry or a record that was just read."""
        return self._of_findings(check_record(item)) if isinstance(item, Record) else self._of_entry(item)

    def _of_entry(self, entry: Entry) -> Derived:
        reading = Reading(entry)
        speakers = [message.speaker for message in entry.messages if message.speaker is not None]
        return Derived(
            findings=_counted(check_entry(reading)),
            figures=tuple([pack_turns(value) if isinstance(value, tuple) else value for value in measure(reading)]),
            keys=keys_of(reading),
            prompt=entry.system_prompt if SYSTEM in reading.roles else None,
            speakers=tuple(sorted(Counter(speakers).items())) if speakers else (),
        )

    def _of_findings(self, findings: list[Finding]) -> Derived:
        return Derived(_counted(findings), (None,) * len(self.columns), (None,) * len(self.keys), None, ())

    def of_tags(self, tags: tuple[str, ...]) -> DerivedTags:
        """Return what follows from tags alone."""
        figures = tuple((name, _kept(value)) for name, value in measure_tags(tags))
        return DerivedTags(_counted(check_tags(tags)), figures)

    def texts(self, line: bytes) -> SearchTexts:
        """Return the texts of a line by who says them."""
        texts = _plain_texts(line)
        if texts is not None:
            return texts
        item = read_stored(line)
        spoken: dict[str, list[str]] = {SYSTEM: [], USER: [], ASSISTANT: []}
        other: list[str] = []
        for message in item.messages if isinstance(item, Entry) else ():
            spoken.get(message.role, other).append(message.text)
        return SearchTexts(*map(TURN_SEPARATOR.join, (*spoken.values(), other)))


def _plain_texts(line: bytes) -> SearchTexts | None:
    """Return the texts of a line in which every message is a role and a text, the quick way; None for any other."""
    spoken: dict[str, list[str]] = {SYSTEM: [], USER: [], ASSISTANT: []}
    other: list[str] = []
    try:
        for message in orjson.loads(line)["messages"]:
            spoken.get(message["role"], other).append(message["content"])
        return SearchTexts(*map(TURN_SEPARATOR.join, (*spoken.values(), other)))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _kept(value: Measured) -> FigureValue:
    return pack_turns(value) if isinstance(value, tuple) else value


def _counted(findings: list[Finding]) -> tuple[FindingCount, ...]:
    if not findings:
        return ()
    numbers = Counter((finding.code, int(finding.severity)) for finding in findings)
    worst: dict[str, FindingCount] = {}
    for (code, severity), number in sorted(numbers.items()):
        known = worst.get(code)
        worst[code] = FindingCount(code, severity, number + (known.number if known else 0))
    return tuple(worst.values())
