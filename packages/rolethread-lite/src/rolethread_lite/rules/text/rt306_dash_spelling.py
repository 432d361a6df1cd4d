"""Hyphens that stand for a dash.

What it finds: `---` in prose, and `--` or `---` between spaces. Left alone are rules and tables, a line that starts
with hyphens, arrows, comments, code, and what a tool returned.

Why it matters for training: one dataset with `—`, ` -- ` and `---` teaches three spellings of one thing, each with
other tokens.

Example: `I meant to say--- well, it -- all of it -- is gone.`

Repaired: `I meant to say— well, it—all of it—is gone.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.punctuation import find_dashes
from rolethread_lite.rules.text.settling import prose_turns, repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(
    code="RT306",
    name="dash-spelling",
    family="text",
    severity=Severity.INFO,
    repair=Repair.ASK,
    anchors=("--",),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with hyphens for dashes."""
    for turn in prose_turns(reading):
        if stretches := find_dashes(turn.text):
            dashes = count_of(len(stretches), one="dash", many="dashes")
            yield RULE.at_turn(turn, sentence=f"The turn has {dashes} written as hyphens.", span=stretches[0][:2])


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with real dashes in the turn."""
    return repair_text(entry, finding, find=find_dashes)
