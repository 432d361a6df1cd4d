r"""Half of a character, left over from an emoji that was cut in two.

What it finds: a lone surrogate, which JSON can write (`\ud83d`) and no text can hold: in a text, in a speaker's name,
an alternative or a thought, or inside another member. Tags have a rule of their own (RT406).

Why it matters for training: loaders stop at it with an error that names neither file nor line, or refuse the file.

Example: the assistant says `Safe travels \ud83d`

Repaired: the assistant says `Safe travels \ufffd`, which shows as a question mark in a diamond.
"""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.structure.members import check_members, key_of, rewrite_member
from rolethread_lite.rules.surrogates import find_surrogate, replace_in_json, replace_surrogates

RULE = Rule(
    code="RT112",
    name="lone-surrogate",
    family="structure",
    severity=Severity.ERROR,
    repair=Repair.ASK,
    needs=(Needs.MEMBERS, Needs.NON_ASCII),
)

_SENTENCE = "Half of a character stands alone here; no text can hold it."
_LEAD = b"\xed"


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each text and each member with halves of characters."""
    if scan.find(reading.beyond_ascii, _LEAD) >= 0:
        for turn in reading.turns:
            span = find_surrogate(turn.text)
            if span is not None:
                yield RULE.at_turn(turn, sentence=_SENTENCE, span=span)
    for place, message in enumerate(reading.entry.messages):
        if message.speaker is not None or message.reasoning is not None or message.alternatives:
            for field in _faulty_fields(message):
                yield RULE.at_member(place, field, sentence=_SENTENCE)
    inside = "Half of a character stands alone inside {key!r}; no text can hold it."
    yield from check_members(RULE, reading, rewrite=replace_in_json, sentence=inside)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with a replacement character for each half."""
    place = finding.place.message
    if place is None:
        return rewrite_member(entry, finding, rewrite=replace_in_json)
    message = entry.messages[place]
    if finding.place.piece is not None:
        text = replace_surrogates(message.pieces[finding.place.piece])
        return entry.with_message(place, message=message.with_piece(finding.place.piece, text=text))
    if key_of(finding) in _faulty_fields(message):
        return entry.with_message(place, message=_repair_field(message, key_of(finding)))
    return rewrite_member(entry, finding, rewrite=replace_in_json)


def _faulty_fields(message: Message) -> list[str]:
    """Return the names of the fields besides the content that hold halves of characters."""
    fields = {
        "speaker": message.speaker or "",
        "reasoning": message.reasoning or "",
        "alternatives": "\n".join(message.alternatives),
    }
    return [field for field, text in fields.items() if find_surrogate(text)]


def _repair_field(message: Message, field: str) -> Message:
    if field == "speaker":
        return replace(message, speaker=replace_surrogates(message.speaker or ""))
    if field == "reasoning":
        return replace(message, reasoning=replace_surrogates(message.reasoning or ""))
    return replace(message, alternatives=tuple(replace_surrogates(text) for text in message.alternatives))
