r"""Letters and accents written as separate characters.

What it finds: text outside code that is not in Unicode's composed form (NFC), such as `e` followed by a combining
accent; file names and text from macOS often are.

Why it matters for training: the same word has two spellings that look alike, with other tokens; searches and
comparisons miss one of them.

Example: `Rene\u0301 waits.`

Repaired: `René waits.`
"""

from collections.abc import Iterator

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.text.characters import find_uncomposed
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(
    code="RT310",
    name="not-composed",
    family="text",
    severity=Severity.INFO,
    repair=Repair.ASK,
    needs=(Needs.NON_ASCII,),
)

_LEADS = bytes([*range(0xCC, 0xE2), *range(0xE3, 0xF5), 0x81, 0x83, 0x84, 0x8C, 0xAB])
"""Bytes, in UTF-8, of every character that may not be composed; most of Latin text has none of them.

All but U+2000, whose bytes are those of any quotation mark.
"""
_EN_QUAD = "\u2000".encode()


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with text that is not composed."""
    if not _may_be_apart(reading.beyond_ascii):
        return
    for turn in reading.turns:
        if stretches := find_uncomposed(turn.text):
            places = count_of(len(stretches), one="place")
            yield RULE.at_turn(
                turn, sentence=f"The turn has letters and accents apart in {places}.", span=stretches[0][:2]
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the turn in composed form, its code untouched."""
    return repair_text(entry, finding, find=find_uncomposed)


def _may_be_apart(characters: bytes) -> bool:
    return scan.find_any(characters, _LEADS) >= 0 or scan.find(characters, _EN_QUAD) >= 0
