"""Measures a file: every figure summed up, the use of tags, prompts and speakers, and findings by rule."""

from collections import Counter

from rolethread_lite.files.check import Check
from rolethread_lite.files.reading import Reader
from rolethread_lite.files.spots import Spot
from rolethread_lite.insights.summary import CodeCount, DatasetSummary, Summary
from rolethread_lite.rules import select_rules


def measure_file(reader: Reader) -> DatasetSummary:
    """Return what all entries of a file come to.

    Memory holds the numbers that occur and how often, each tag, prompt and speaker, and what a check holds.
    """
    summary = Summary()
    check = Check(reader, codes=select_rules(), observe=summary.add)
    findings, lines = Counter[str](), Counter[str]()
    last: dict[str, Spot] = {}
    for found in check.findings():
        code = found.finding.code
        findings[code] += 1
        if last.get(code) != found.spot:
            lines[code] += 1
            last[code] = found.spot
    counts = (CodeCount(code=code, findings=findings[code], entries=lines[code]) for code in sorted(findings))
    return summary.finish(records=check.records, findings=counts)
