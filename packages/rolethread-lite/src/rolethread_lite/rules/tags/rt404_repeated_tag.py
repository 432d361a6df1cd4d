"""A tag that an entry has twice.

What it finds: a tag that stands earlier in the same list, spaces at its edges left aside. `Harbour` and `harbour` are
two tags.

Why it matters for training: the entry is counted twice wherever tags are counted, or drawn twice where they are
sampled.

Example: `{"messages": […], "tags": ["harbour", "night", "harbour"]}`

Repaired: `{"messages": […], "tags": ["harbour", "night"]}`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Reads, Rule
from rolethread_lite.rules.tags.places import without_tag

RULE = Rule(
    code="RT404",
    name="repeated-tag",
    family="tags",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    reads=Reads.TAGS,
    needs=(Needs.ODD_TAGS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each tag that was there before."""
    seen = set()
    for place, tag in enumerate(reading.entry.tags):
        name = tag.strip()
        if name and name in seen:
            yield RULE.at_path(f"tags[{place}]", sentence=f"The tag {name!r} is there already.")
        seen.add(name)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without this tag, which it has once more."""
    return without_tag(entry, finding)
