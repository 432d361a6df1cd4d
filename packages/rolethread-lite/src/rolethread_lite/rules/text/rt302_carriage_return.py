r"""Line breaks with a carriage return, as Windows and old exports write them.

What it finds: `\r\n`, and `\r` alone.

Why it matters for training: tokenizers have tokens of their own for these, so half of a dataset teaches one line break
and half another; the model then writes both.

Example: `*The rope goes slack.*\r\nHello?`

Repaired: `*The rope goes slack.*\nHello?`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import count_of
from rolethread_lite.rules.text.whitespace import find_returns

RULE = Rule(
    code="RT302",
    name="carriage-return",
    family="text",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    characters="\r",
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with carriage returns."""
    for turn in reading.turns:
        if stretches := find_returns(turn.text):
            breaks = count_of(len(stretches), one="line break")
            yield RULE.at_turn(turn, sentence=f"The turn has {breaks} with a carriage return.", span=stretches[0][:2])


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with plain newlines in the turn."""
    return repair_text(entry, finding, find=find_returns)
