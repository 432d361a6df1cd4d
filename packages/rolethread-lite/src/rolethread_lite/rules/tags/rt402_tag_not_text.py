"""A list of tags with something in it that is no text.

What it finds: a number, `null`, or anything else but text among the tags.

Why it matters for training: the entry counts as untagged, so it is missing from every selection by tag; loaders refuse
a list of texts and numbers.

Example: `{"messages": […], "tags": ["harbour", 5, null]}`

Repaired: `{"messages": […], "tags": ["harbour", "5"]}`. Objects, lists and truth values are left to you.
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.json_text import NotJson, decode
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags, tidy_tags

RULE = Rule(
    code="RT402",
    name="tag-not-text",
    family="tags",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    needs=(Needs.MEMBERS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when something among the tags is no text."""
    raw = raw_tags(reading.entry)
    if raw is None or not raw.startswith(b"["):
        return
    try:
        value = decode(raw)
    except NotJson:
        value = [None]
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        offered = Repair.NONE if tidy_tags(raw) is None else Repair.ASK
        sentence = "Something among the tags is no text, so the entry counts as untagged."
        yield RULE.at_path("tags", sentence=sentence, repair=offered)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with numbers among the tags as text, and what is nothing left out."""
    raw = raw_tags(entry)
    return entry if raw is None or finding.place.path != "tags" else set_tags(entry, tidy_tags(raw))
