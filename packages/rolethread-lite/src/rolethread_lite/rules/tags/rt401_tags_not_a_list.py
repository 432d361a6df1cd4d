"""Tags that are no list.

What it finds: a member `tags` that is a text, a number, an object, or `null`.

Why it matters for training: the entry counts as untagged, so it is missing from every selection by tag; loaders refuse
a column that is a list in one line and a text in the next.

Example: `{"messages": […], "tags": "harbour, slow burn"}`

Repaired: `{"messages": […], "tags": ["harbour", "slow burn"]}`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags, tidy_tags

RULE = Rule(
    code="RT401",
    name="tags-not-a-list",
    family="tags",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    needs=(Needs.MEMBERS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when the tags are something else than a list."""
    raw = raw_tags(reading.entry)
    if raw is not None and not raw.startswith(b"["):
        offered = Repair.NONE if tidy_tags(raw) is None else Repair.ASK
        yield RULE.at_path("tags", sentence="The tags are no list, so the entry counts as untagged.", repair=offered)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the tags that the value means: a text is taken apart at its commas."""
    raw = raw_tags(entry)
    return entry if raw is None or finding.place.path != "tags" else set_tags(entry, tidy_tags(raw))
