r"""A control character in a text.

What it finds: characters that no keyboard writes and no screen shows, such as a null or a backspace; tabs and line
breaks are not meant.

Why it matters for training: they come from broken copies. Tokenizers turn each into odd tokens of its own, and some
programs end a text at the first null.

Example: the assistant says `As\u0000 always.`

Repaired: the assistant says `As always.`
"""

import re
from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import Stretch, count_of

_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))

RULE = Rule(
    code="RT114",
    name="control-character",
    family="structure",
    severity=Severity.WARNING,
    repair=Repair.SAFE,
    characters=_CONTROLS,
)

_PATTERN = re.compile(f"[{re.escape(_CONTROLS)}]+")


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each text with control characters, at the first of them."""
    for turn in reading.turns:
        stretches = find_controls(turn.text)
        if stretches:
            count = count_of(sum(stretch.end - stretch.start for stretch in stretches), one="control character")
            yield RULE.at_turn(turn, sentence=f"The text has {count}, which nobody sees.", span=stretches[0][:2])


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without the control characters of this text."""
    return repair_text(entry, finding, find=find_controls)


def find_controls(text: str) -> list[Stretch]:
    """Return the control characters of a text, each run to be replaced by nothing."""
    return [Stretch(*found.span(), "") for found in _PATTERN.finditer(text)]
