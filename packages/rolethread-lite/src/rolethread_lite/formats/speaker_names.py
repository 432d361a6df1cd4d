"""Speaker names in the text: for trainers that know no name beside the role, `Mira: …` says who speaks."""

from dataclasses import replace
from enum import StrEnum

from rolethread_lite.formats.turns import SPEAKER_KEYS, as_text
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, USER, Message

_SPOKEN = (USER, ASSISTANT)
_COLONS = (":", "\N{FULLWIDTH COLON}")


class SpeakerNames(StrEnum):
    """Where the names of speakers go when a dataset is written."""

    NONE = "none"
    """Where they stand: beside the role, as far as the format carries them."""
    PREFIX = "prefix"
    """To the beginning of the text, and nowhere else."""
    BOTH = "both"
    """To the beginning of the text, and beside the role."""


def with_speaker_names(entry: Entry, *, names: SpeakerNames) -> Entry:
    """Return the entry with the names of speakers in the texts of user and assistant.

    A turn without a text stays as it is, and so does a text that begins with the name and a colon already.
    """
    if names is SpeakerNames.NONE:
        return entry
    messages = tuple(_named(message, names) for message in entry.messages)
    return entry if messages == entry.messages else replace(entry, messages=messages)


def count_named(before: Entry, after: Entry) -> int:
    """Count the turns whose text got a name."""
    pairs = zip(before.messages, after.messages, strict=True)
    return sum(one.pieces != other.pieces for one, other in pairs)


def without_speaker(message: Message) -> Message:
    """Return the message with nobody who speaks it, not under another key either."""
    if message.speaker is None:
        return message
    others = tuple(member for member in message.extra if not (member[0] in SPEAKER_KEYS and as_text(member[1])))
    return replace(message, speaker=None, extra=others)


def _named(message: Message, names: SpeakerNames) -> Message:
    name = " ".join((message.speaker or "").split())
    place = next((place for place, text in enumerate(message.pieces) if text.strip()), None)
    if message.role not in _SPOKEN or not name or place is None:
        return message
    spoken = message.with_piece(place, text=_prefixed(message.pieces[place], name))
    spoken = replace(spoken, alternatives=tuple(_prefixed(text, name) for text in message.alternatives))
    return without_speaker(spoken) if names is SpeakerNames.PREFIX else spoken


def _prefixed(text: str, name: str) -> str:
    is_there = text.lstrip().startswith(tuple(name + colon for colon in _COLONS))
    return text if is_there or not text.strip() else f"{name}: {text}"
