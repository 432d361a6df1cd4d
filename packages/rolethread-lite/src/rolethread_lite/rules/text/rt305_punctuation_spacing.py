"""Spaces and dots around punctuation that print would set otherwise.

What it finds: a space before `, . ! ? ; :`, four or more dots in a row, two dots between words, and `…` between words
without a space. Left alone are code, what a tool returned, emoticons (`:)`), an ellipsis after a space, spaced dots
(`. . .`), file names and commands (` .txt`, ` !roll`), and ` !`, ` ?`, ` ;`, ` :` in a turn that does not read as
English: in French they are right.

Why it matters for training: forum posts and their converters write `word ,` and `....`; the model takes this up at
once, and readers take it for carelessness.

Example: `Wait .... who is that , and why are you here ?`

Repaired: `Wait ... who is that, and why are you here?`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.punctuation import find_punctuation, may_hold_punctuation
from rolethread_lite.rules.text.settling import prose_turns, repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(code="RT305", name="punctuation-spacing", family="text", severity=Severity.INFO, repair=Repair.ASK)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with such punctuation."""
    if not may_hold_punctuation(reading):
        return
    for turn in prose_turns(reading):
        if stretches := find_punctuation(turn.text):
            places = count_of(len(stretches), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has unusual spaces or dots at {places}.", span=stretches[0][:2]
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the usual punctuation in the turn."""
    return repair_text(entry, finding, find=find_punctuation)
