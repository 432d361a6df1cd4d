"""An entry that is the beginning of another one.

What it finds: an entry of at least two spoken turns that another entry repeats word for word, system prompt included,
and then carries on. Branches and repeated exports of one chat look like this.

Why it matters for training: the longer entry teaches everything that the shorter one does, and the shared turns are
learned twice.

Example: entry 4 is a scene of two exchanges, and entry 9 the same scene with a third.

Repaired: not by itself; remove the shorter one, if its ending is not one of its own.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.dataset.sameness import Said, all_said, hash_text
from rolethread_lite.rules.messages.spoken import first_spoken, roles_of, spoken_places
from rolethread_lite.rules.rule import GroupFinding, Reads, Rule

RULE = Rule(
    code="RT502",
    name="prefix-of-another",
    family="dataset",
    severity=Severity.WARNING,
    version=2,
    reads=Reads.DATASET,
)

_SHARED = 2
"""How many spoken turns must be shared."""


def key(reading: Reading) -> int | None:
    """Return a number for everything up to the second spoken turn, None when there are fewer turns."""
    place = first_spoken(reading.roles, number=_SHARED)
    if place is None:
        return None
    until = place + 1
    texts = reading.texts[:until] if reading.is_plain else [one.text for one in reading.entry.messages[:until]]
    return hash_text("\n".join(texts)) if any(texts) else None


def check_group(entries: Sequence[Entry]) -> Iterator[GroupFinding]:
    """Yield one finding for each entry that another one starts with."""
    # Every beginning gets a number, so that a whole group is compared in one walk over its turns.
    numbers: dict[tuple[int, Said], int] = {}
    fresh = count(1)
    longer: dict[int, int] = {}
    whole: list[int] = []
    for member, entry in enumerate(entries):
        at = 0
        for one in all_said(entry):
            longer.setdefault(at, member)
            at = numbers.get((at, one)) or numbers.setdefault((at, one), next(fresh))
        whole.append(at)
    for member, at in enumerate(whole):
        other = longer.get(at)
        if other is not None and len(spoken_places(roles_of(entries[member]))) >= _SHARED:
            finding = RULE.at_entry("The entry is the beginning of {other}.")
            yield GroupFinding(member=member, other=other, finding=finding)
