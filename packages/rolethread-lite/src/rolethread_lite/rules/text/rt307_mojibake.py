"""Text that was decoded with the wrong table.

What it finds: `Ã©`, `Â°` and their like, where reading the same bytes as UTF-8 gives one character; and
characters that are lost for good: `�`, `ï¿½`, `â??`. A single `Ã` before a dash or a quote is left alone, as Portuguese
writes it.

Why it matters for training: the model learns to write the wrong characters, and never sees the right ones.

Example: `The cafÃ© keeps its ice at 2Â°.`

Repaired: `The café keeps its ice at 2°.` A lost character has no repair: find the original, or write the word anew.
"""

import re
from collections.abc import Iterator

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.text.mojibake import find_lost, find_mojibake
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(
    code="RT307",
    name="mojibake",
    family="text",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    needs=(Needs.NON_ASCII,),
)

_SUSPECT = re.compile(rb"\xc3(?:[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]|\xa2\?\?)")
"""The UTF-8 of every start of such a stretch, but for U+FFFD itself."""
_REPLACED = "\ufffd".encode()


def check(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each turn that can be read again, and one for each turn with lost characters."""
    if not _SUSPECT.search(reading.encoded) and scan.find(reading.beyond_ascii, _REPLACED) < 0:
        return
    for turn in reading.turns:
        if stretches := find_mojibake(turn.text):
            characters = count_of(len(stretches), one="character")
            yield RULE.at_turn(
                turn, sentence=f"The turn has {characters} decoded with the wrong table.", span=stretches[0][:2]
            )
        if lost := find_lost(turn.text):
            places = count_of(len(lost), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has lost characters in {places}.", span=lost[0][:2], repair=Repair.NONE
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the turn's characters as they were meant."""
    return repair_text(entry, finding, find=find_mojibake)
