"""Two or three spaces between words.

What it finds: runs of two or three spaces inside a line. Left alone are indentation, code, what a tool returned, and
every line with a longer run or with a bar in front: columns, tables and drawings.

Why it matters for training: the model learns to double its spaces at random, which a tokenizer sees as other words.

Example: `He waits.  Nobody  comes.`

Repaired: `He waits. Nobody comes.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.settling import prose_turns, repair_text
from rolethread_lite.rules.text.stretches import count_of
from rolethread_lite.rules.text.whitespace import find_double_spaces

RULE = Rule(
    code="RT304",
    name="double-space",
    family="text",
    severity=Severity.INFO,
    repair=Repair.ASK,
    anchors=("  ",),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with doubled spaces."""
    for turn in prose_turns(reading):
        if stretches := find_double_spaces(turn.text):
            places = count_of(len(stretches), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has more than one space between words in {places}.", span=stretches[0][:2]
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with single spaces in the turn."""
    return repair_text(entry, finding, find=find_double_spaces)
