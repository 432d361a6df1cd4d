r"""More than one blank line in a row.

What it finds: three or more line breaks in a row inside a turn, also with spaces between them; not in fenced code, and
not in what a tool returned.

Why it matters for training: a paragraph ends with one blank line; further ones teach the model to spend tokens on
nothing, and often stand where a scraper cut something out.

Example: `*The door closes.*\n\n\n\n"Finally," she says.`

Repaired: `*The door closes.*\n\n"Finally," she says.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.settling import prose_turns, repair_text
from rolethread_lite.rules.text.stretches import count_of
from rolethread_lite.rules.text.whitespace import find_blank_lines

RULE = Rule(
    code="RT303",
    name="blank-lines",
    family="text",
    severity=Severity.INFO,
    repair=Repair.ASK,
    anchors=("\n\n\n", " \n", "\t", "\r"),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with needless blank lines."""
    for turn in prose_turns(reading):
        if stretches := find_blank_lines(turn.text):
            places = count_of(len(stretches), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has more than one blank line in a row in {places}.", span=stretches[0][:2]
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with one blank line at each of these places in the turn."""
    return repair_text(entry, finding, find=find_blank_lines)
