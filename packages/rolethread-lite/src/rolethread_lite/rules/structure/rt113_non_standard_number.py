"""A number that JSON does not have.

What it finds: `NaN`, `Infinity` or `-Infinity` inside a member, as Python programs write them.

Why it matters for training: it is not JSON. Strict loaders refuse the line, others the whole file.

Example: `{"messages": […], "score": NaN}`

Repaired: `{"messages": […], "score": null}`
"""

import re
from collections.abc import Iterator

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.json_text import NULL, JsonText
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.structure.members import check_members, rewrite_member

RULE = Rule(
    code="RT113",
    name="non-standard-number",
    family="structure",
    severity=Severity.ERROR,
    repair=Repair.ASK,
    needs=(Needs.MEMBERS,),
)

_NUMBER_OR_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"|NaN|-?Infinity', re.DOTALL)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each member with such a number."""
    sentence = "{key!r} holds a number that JSON does not have (NaN or Infinity)."
    return check_members(RULE, reading, rewrite=_standard, sentence=sentence)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with `null` in place of such numbers in this member."""
    return rewrite_member(entry, finding, rewrite=_standard)


def _standard(raw: JsonText) -> JsonText:
    if scan.find(raw, b"NaN") < 0 and scan.find(raw, b"Infinity") < 0:
        return raw
    return JsonText(_NUMBER_OR_STRING.sub(lambda found: found[0] if found[0].startswith(b'"') else NULL, raw))
