"""A greeting that opens several entries.

What it finds: an opening turn of the assistant that three or more entries share, spacing left aside, as the greeting
of a character card does.

Why it matters for training: a greeting that comes back a hundred times is learned a hundred times, and the model
begins every scene with it.

Example: entries 4, 9 and 12 begin with `*Ines looks up from her ledger.* You again.`

Repaired: not by itself; keep the greeting in one of them and mark it as not to be learned in the others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.message import ASSISTANT, Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.dataset.sameness import Said, hash_text, said
from rolethread_lite.rules.messages.role_words import meant_role
from rolethread_lite.rules.messages.spoken import first_spoken
from rolethread_lite.rules.rule import GroupFinding, Reads, Rule

RULE = Rule(
    code="RT503",
    name="repeated-opening",
    family="dataset",
    severity=Severity.INFO,
    version=2,
    reads=Reads.DATASET,
)

ENOUGH = 3
"""How many entries must share an opening."""


def key(reading: Reading) -> int | None:
    """Return a number for the assistant's opening turn, None when the user opens."""
    opening = _opening(reading.entry, reading.roles)
    return None if opening is None or not opening.text.strip() else hash_text(opening.text)


def check_group(entries: Sequence[Entry]) -> Iterator[GroupFinding]:
    """Yield one finding for each entry but the first of those that share an opening."""
    openings = [_said_first(entry) for entry in entries]
    times = Counter(openings)
    first: dict[Said | None, int] = {}
    for member, opening in enumerate(openings):
        other = first.setdefault(opening, member)
        if opening is not None and other != member and times[opening] >= ENOUGH:
            sentence = f"{times[opening]} entries open with this turn, the first of them is {{other}}."
            yield GroupFinding(member=member, other=other, finding=RULE.at_entry(sentence))


def _said_first(entry: Entry) -> Said | None:
    opening = _opening(entry, tuple(message.role for message in entry.messages))
    return None if opening is None else said(opening)


def _opening(entry: Entry, roles: tuple[str, ...]) -> Message | None:
    """Return the first spoken turn when it is the assistant's."""
    first = first_spoken(roles, number=1)
    return entry.messages[first] if first is not None and meant_role(roles[first]) == ASSISTANT else None
