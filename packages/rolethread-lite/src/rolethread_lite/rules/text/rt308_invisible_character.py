r"""Characters of no width, and Unicode's own line separators.

What it finds: byte order marks (U+FEFF), zero-width spaces (U+200B), word joiners (U+2060), stray joiners (U+200C,
U+200D), and the line and paragraph separators (U+2028, U+2029). Left alone are joiners inside an emoji or in a script
that needs them, and zero-width spaces between Thai, Lao, Khmer or Burmese letters.

Why it matters for training: nobody sees them, but tokenizers do, and split a word in two; some readers take U+2028 for
the end of a line and break the file there.

Example: `The light\u200bhouse is dark.`

Repaired: `The lighthouse is dark.` A separator becomes a newline.
"""

import re
from collections.abc import Iterator

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.text.characters import find_invisible
from rolethread_lite.rules.text.settling import repair_text
from rolethread_lite.rules.text.stretches import count_of

RULE = Rule(
    code="RT308",
    name="invisible-character",
    family="text",
    severity=Severity.WARNING,
    repair=Repair.SAFE,
    needs=(Needs.NON_ASCII,),
)

_SUSPECT = re.compile(rb"\xe2(?:\x80[\x8b-\x8d\xa8\xa9]|\x81\xa0)")
"""The UTF-8 of the characters sought, but for the byte order mark."""
_BYTE_ORDER_MARK = "\ufeff".encode()


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with such characters."""
    beyond = reading.beyond_ascii
    if not _SUSPECT.search(beyond) and scan.find(beyond, _BYTE_ORDER_MARK) < 0:
        return
    for turn in reading.turns:
        if stretches := find_invisible(turn.text):
            characters = count_of(len(stretches), one="character")
            yield RULE.at_turn(turn, sentence=f"The turn has {characters} that nobody can see.", span=stretches[0][:2])


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without such characters in the turn."""
    return repair_text(entry, finding, find=find_invisible)
