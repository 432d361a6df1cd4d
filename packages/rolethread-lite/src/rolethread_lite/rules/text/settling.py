"""Puts a text right for one rule without making it wrong for another."""

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.message import TOOL
from rolethread_lite.model.reading import Reading, Turn
from rolethread_lite.rules.text.characters import find_direction_marks, find_invisible, find_uncomposed
from rolethread_lite.rules.text.mojibake import find_mojibake
from rolethread_lite.rules.text.punctuation import find_dashes, find_punctuation
from rolethread_lite.rules.text.stretches import FindStretches, replace_stretches
from rolethread_lite.rules.text.whitespace import find_blank_lines, find_double_spaces, find_edges, find_returns

_IN_ANY_TEXT: tuple[FindStretches, ...] = (
    find_mojibake,
    find_invisible,
    find_direction_marks,
    find_uncomposed,
    find_returns,
    find_edges,
)
_IN_PROSE: tuple[FindStretches, ...] = (find_dashes, find_punctuation, find_double_spaces, find_blank_lines)
_MOST_ROUNDS = 40
_OUTPUT_ROLES = frozenset((TOOL, "function"))


def prose_turns(reading: Reading) -> list[Turn]:
    """Return the turns that somebody wrote: what a tool gave back keeps its own layout."""
    return [turn for turn in reading.turns if turn.role not in _OUTPUT_ROLES]


def repair_text(entry: Entry, finding: Finding, *, find: FindStretches) -> Entry:
    """Return the entry with the text of the finding put right for the rule that looks with `find`."""
    place = finding.place
    if place.message is None or place.piece is None:
        return entry
    message = entry.messages[place.message]
    text = message.pieces[place.piece]
    others = _IN_ANY_TEXT if message.role in _OUTPUT_ROLES else (*_IN_ANY_TEXT, *_IN_PROSE)
    repaired = settled(text, find=find, others=others)
    if repaired == text:
        return entry
    return entry.with_message(place.message, message=message.with_piece(place.piece, text=repaired))


def settled(text: str, *, find: FindStretches, others: tuple[FindStretches, ...]) -> str:
    """Return the text with nothing left for `find`, and nothing for another that found nothing before.

    A character of no width taken away may leave two spaces side by side: these were never written, so they go too.
    """
    quiet = [find, *(other for other in others if other is not find and not other(text))]
    for _ in range(_MOST_ROUNDS):
        stretches = next((found for look in quiet if (found := look(text))), None)
        if stretches is None:
            break
        text = replace_stretches(text, stretches)
    return text
