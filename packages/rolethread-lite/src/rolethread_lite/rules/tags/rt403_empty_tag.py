"""A tag without a name.

What it finds: a tag that is empty or nothing but whitespace.

Why it matters for training: it says nothing about the entry, and shows as a gap in every list of tags.

Example: `{"messages": […], "tags": ["harbour", ""]}`

Repaired: `{"messages": […], "tags": ["harbour"]}`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Reads, Rule
from rolethread_lite.rules.tags.places import without_tag

RULE = Rule(
    code="RT403",
    name="empty-tag",
    family="tags",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    reads=Reads.TAGS,
    needs=(Needs.ODD_TAGS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each tag without a name."""
    for place, tag in enumerate(reading.entry.tags):
        if not tag.strip():
            yield RULE.at_path(f"tags[{place}]", sentence="The tag is empty.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without this tag."""
    return without_tag(entry, finding)
