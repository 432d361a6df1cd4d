"""An entry that stands in the dataset already.

What it finds: an entry that says the same in the same roles as an earlier one, system prompt included, spacing left
aside. Entries that differ in their system prompt, in a speaker's role, or in a tool that is called are different.

Why it matters for training: what is there twice is learned twice as hard, and when one copy lands in the test part, the
test measures memory.

Example: entries 4 and 9 are the same scene, once more with a line break at the end.

Repaired: not by itself; remove one of the two, and keep the tags of both.
"""

from collections.abc import Iterator, Sequence

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.dataset.sameness import Said, all_said, hash_encoded
from rolethread_lite.rules.rule import GroupFinding, Reads, Rule

RULE = Rule(code="RT501", name="duplicate-entry", family="dataset", severity=Severity.WARNING, reads=Reads.DATASET)


def key(reading: Reading) -> int | None:
    """Return a number for all the texts of an entry; an entry without a text has no duplicates."""
    text = reading.encoded
    return hash_encoded(text) if text and not text.isspace() else None


def check_group(entries: Sequence[Entry]) -> Iterator[GroupFinding]:
    """Yield one finding for each entry that is the same as an earlier one."""
    first: dict[tuple[Said, ...], int] = {}
    for member, entry in enumerate(entries):
        other = first.setdefault(all_said(entry), member)
        if other != member:
            finding = RULE.at_entry("The entry is the same as {other}.")
            yield GroupFinding(member=member, other=other, finding=finding)
