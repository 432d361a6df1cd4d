"""A tag with spaces at its edges.

What it finds: a tag that starts or ends with whitespace.

Why it matters for training: ` harbour` and `harbour` look the same in a list, and are two tags for every program that
selects by them.

Example: `{"messages": […], "tags": [" harbour"]}`

Repaired: `{"messages": […], "tags": ["harbour"]}`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Reads, Rule
from rolethread_lite.rules.tags.places import place_of, with_tag

RULE = Rule(
    code="RT405",
    name="tag-edge-space",
    family="tags",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    reads=Reads.TAGS,
    needs=(Needs.ODD_TAGS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each tag with whitespace at an edge."""
    for place, tag in enumerate(reading.entry.tags):
        name = tag.strip()
        if name and name != tag:
            yield RULE.at_path(f"tags[{place}]", sentence=f"The tag {tag!r} has whitespace at its edges.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with this tag trimmed."""
    return with_tag(entry, finding, tag=entry.tags[place_of(finding)].strip())
