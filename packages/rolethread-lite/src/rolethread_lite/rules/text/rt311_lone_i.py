"""The English `I` in lower case.

What it finds: `i`, `i'm`, `i'll`, `i've`, `i'd` after a space, in a turn that reads as English; not in code, not where
it names a number (`for i in`, `i = 0`), and not in what a tool returned.

Why it matters for training: it is a sign of hasty writing, and the model takes it up. Sometimes it is a voice, so
nothing is changed: look at the turn, or leave it out of what is learned.

Example: `You said that i could stay.`

Repaired: nothing is changed by itself; a person writes `You said that I could stay.`
"""

import re
from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule
from rolethread_lite.rules.text.fences import code_spans, outside
from rolethread_lite.rules.text.language import reads_as_english
from rolethread_lite.rules.text.settling import prose_turns
from rolethread_lite.rules.text.stretches import Stretch, count_of

RULE = Rule(
    code="RT311",
    name="lone-i",
    family="text",
    severity=Severity.INFO,
    anchors=(" i ", " i'", " i\u2019"),
)

_LONE_I = re.compile(r"(?<= )i(?= (?!in\b|is\b|are\b|[=<>+*-])|['\u2019](?:m|ll|ve|d)\b)")


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn with a lower-case I."""
    for turn in prose_turns(reading):
        if stretches := _find_lone_i(turn.text):
            times = count_of(len(stretches), one="time")
            yield RULE.at_turn(turn, sentence=f"The turn writes I in lower case {times}.", span=stretches[0][:2])


def _find_lone_i(text: str) -> list[Stretch]:
    found = [Stretch(*match.span(), "I") for match in _LONE_I.finditer(text)]
    return outside(found, spans=code_spans(text)) if found and reads_as_english(text) else []
