"""Pairs: one object a line that holds a prompt and its answer as two texts, `{"prompt": …, "completion": …}`.

The two may also be called `input` and `output`, `prompt` and `response`, `question` and `answer`, or
`query` and `response`; `system` is the leading system message, and `history` holds earlier exchanges.
"""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.formats.exchanges import (
    ExchangeKeys,
    has_history,
    is_plain_row,
    read_exchanges,
    write_exchanges,
)
from rolethread_lite.formats.format import Format, NotAnEntry
from rolethread_lite.formats.layout import is_left
from rolethread_lite.formats.lost import name_lost
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, Members, drop_member, get_member, split_members
from rolethread_lite.model.record import RecordReason

PLAIN = ExchangeKeys(prompt="prompt", answer="completion")
WITH_HISTORY = ExchangeKeys(prompt="query", answer="response")
PAIRS = (
    PLAIN,
    ExchangeKeys(prompt="prompt", answer="response"),
    WITH_HISTORY,
    ExchangeKeys(prompt="question", answer="answer"),
    ExchangeKeys(prompt="input", answer="output"),
)
"""What the two texts are called; an object that fits twice is read in this order."""


def recognises(members: Members) -> bool:
    """Tell whether the object has a prompt and an answer, both plain texts, and judges nothing."""
    return _find_keys(members) is not None and is_plain_row(members)


def read(members: Members) -> Entry:
    """Return the entry; raises NotAnEntry when a text is there twice, or the history is no pairs."""
    keys = _find_keys(members)
    if keys is None:
        raise NotAnEntry(RecordReason.UNKNOWN_SHAPE, detail="no prompt with an answer")
    return read_exchanges(members, keys=keys)


def write(entry: Entry) -> JsonText:
    """Return the entry as one line: in the keys it came in, else as prompt and completion."""
    came_in = next((keys for keys in PAIRS if is_left(entry, keys.prompt) and is_left(entry, keys.answer)), None)
    if came_in is not None and not is_left(entry, "instruction"):
        return write_exchanges(entry, keys=came_in, is_new=False)
    # With an instruction it would be read as Alpaca, and a prompt would be taken for the one that is answered.
    alone = replace(entry, extra=drop_member(drop_member(entry.extra, "instruction"), PLAIN.prompt))
    return write_exchanges(alone, keys=WITH_HISTORY if has_history(entry) else PLAIN, is_new=True)


def losses(entry: Entry) -> Iterator[str]:
    """Name what is not one system prompt followed by texts of user and assistant in turn."""
    yield from name_lost(entry, again=read(split_members(write(entry))))


def _find_keys(members: Members) -> ExchangeKeys | None:
    return next((keys for keys in PAIRS if _is_text(members, keys.prompt) and _is_text(members, keys.answer)), None)


def _is_text(members: Members, key: str) -> bool:
    raw = get_member(members, key)
    return raw is not None and raw.startswith(b'"')


FORMAT = Format(
    name="pairs",
    title="Prompt and answer",
    precedence=80,
    recognises=recognises,
    read=read,
    write=write,
    losses=losses,
)
