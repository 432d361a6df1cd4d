r"""Whitespace at the edges of a turn or at the ends of its lines.

What it finds: a turn that starts or ends with spaces, tabs or newlines, and lines that end in spaces or tabs. Left
alone are a turn of whitespace only (an empty turn), fenced code, two spaces before a line break (a break in Markdown),
and the indentation of a first line when the next line is indented too (a drawing).

Why it matters for training: a model learns to start or end its answers with the same whitespace, and a chat template
puts its own whitespace at the same place, so that what is learned is not what is asked for later.

Example: the user says `Is the ferry late? ` and the assistant answers `\n*Ines shrugs.* As always.`

Repaired: the user says `Is the ferry late?` and the assistant answers `*Ines shrugs.* As always.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import Stretch, count_of
from rolethread_lite.rules.text.whitespace import find_edges

RULE = Rule(
    code="RT301",
    name="edge-whitespace",
    family="text",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    anchors=(" \n", "\n\n\n", "\n\n ", "\t", "\r", "\v", "\f"),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with whitespace at an edge or at the end of a line."""
    for turn in reading.turns:
        if stretches := find_edges(turn.text):
            yield RULE.at_turn(turn, sentence=_sentence(turn.text, stretches), span=stretches[0][:2])


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with this whitespace removed from the turn."""
    return repair_text(entry, finding, find=find_edges)


def _sentence(text: str, stretches: list[Stretch]) -> str:
    at_start, at_end = stretches[0].start == 0, stretches[-1].end == len(text)
    lines = len(stretches) - at_start - at_end
    edges = " and ".join([*["starts"] * at_start, *["ends"] * at_end])
    said = [f"{edges} with whitespace"] if edges else []
    said += [f"has {count_of(lines, one='line')} that {'ends' if lines == 1 else 'end'} in spaces"] if lines else []
    return f"The turn {' and '.join(said)}."
