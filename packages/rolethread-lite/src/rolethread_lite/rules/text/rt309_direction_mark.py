r"""Marks that set the direction of writing, in a text that has only one.

What it finds: U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 in a turn without a Hebrew, Arabic or other letter
that is written from the right.

Why it matters for training: they come from copied web pages, cost tokens, and can show a line in another order than the
one the model reads.

Example: `\u202aOpen the gate.\u202c`

Repaired: `Open the gate.`
"""

import re
from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.text.characters import find_direction_marks
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(
    code="RT309",
    name="direction-mark",
    family="text",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    needs=(Needs.NON_ASCII,),
)

_SUSPECT = re.compile(rb"\xe2(?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9])")
"""The UTF-8 of the characters sought."""


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with such marks."""
    if not _SUSPECT.search(reading.beyond_ascii):
        return
    for turn in reading.turns:
        if stretches := find_direction_marks(turn.text):
            marks = count_of(len(stretches), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has marks of the writing direction in {marks}.", span=stretches[0][:2]
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without direction marks in the turn."""
    return repair_text(entry, finding, find=find_direction_marks)
