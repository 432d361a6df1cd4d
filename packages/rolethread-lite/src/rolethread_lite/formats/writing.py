"""Writes an entry for others: as JSON that every reader takes, with all there is or only what is learned from."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import orjson

from rolethread_lite.formats import exchanges
from rolethread_lite.formats.format import Format
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import Members
from rolethread_lite.model.learned import LEARNED_IN_TURNS, LEARNED_MEMBERS
from rolethread_lite.model.message import PLAIN_LAYOUT, Message

_SPELLED_IN_TURNS = {"sharegpt": frozenset(("from",)), "alpaca": frozenset((exchanges.SPLIT_KEY,))}
_STRING_OR_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN', re.DOTALL)
_LONE = re.compile(
    r"(?P<kept>\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that is not carried over."""

    kind: str
    """What it is, in a few words: `alternatives`."""
    entries: int
    """In how many entries it is lost."""


def ordered_losses(counts: Counter[str]) -> tuple[Loss, ...]:
    """Return what is lost, the most frequent first, and by name where that is the same."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Loss(kind=kind, entries=entries) for kind, entries in ordered)


def write_entry(entry: Entry, *, form: Format, clean: bool) -> bytes:
    """Return the entry as one line of strict JSON; `clean` leaves out all that is not learned from."""
    return strict(form.write(cleaned(entry, form=form) if clean else entry))


def losses_of(entry: Entry, *, form: Format, clean: bool) -> tuple[str, ...]:
    """Name what `write_entry` does not carry, each in a few words: `tags`, `alternatives`."""
    written = cleaned(entry, form=form) if clean else entry
    names = [*form.losses(replace(written, note=entry.note)), *(_name_cleared(entry, form) if clean else ())]
    if not _is_surely_strict(written):
        line = form.write(written)
        if strict(line) != line:
            names.append("characters and numbers that JSON does not have")
    return tuple(dict.fromkeys(names))


def cleaned(entry: Entry, *, form: Format) -> Entry:
    """Return the entry with nothing but what is learned from; its members keep their order and spelling."""
    kept = LEARNED_IN_TURNS | _SPELLED_IN_TURNS.get(form.name, frozenset())
    return replace(
        entry,
        messages=tuple(_cleaned(message, kept) for message in entry.messages),
        tags=(),
        note="",
        extra=_only(entry.extra, LEARNED_MEMBERS),
        layout=_layout_left(entry),
    )


def _is_surely_strict(entry: Entry) -> bool:
    """Tell, without writing it, that nothing in an entry could be written as JSON that only some readers take."""
    if entry.extra or not all(message.is_plain for message in entry.messages):
        return False
    try:
        "".join(
            (*entry.tags, *(text for message in entry.messages for text in (message.role, *message.pieces)))
        ).encode()
    except UnicodeEncodeError:
        return False
    return True


def strict(line: bytes) -> bytes:
    """Return the line as JSON that every reader takes: null for `NaN`, U+FFFD for half a surrogate pair."""
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        text = line.decode("utf-8", "surrogatepass")
        return _STRING_OR_NUMBER.sub(_strict_token, text).encode()
    return line


def _strict_token(found: re.Match[str]) -> str:
    token = found[0]
    if not token.startswith('"'):
        return "null"
    return _LONE.sub(lambda lone: lone["kept"] or "\ufffd", token)


def _cleaned(message: Message, kept: frozenset[str]) -> Message:
    if message.layout == PLAIN_LAYOUT and isinstance(message.content, str) and not message.extra:
        return replace(message, alternatives=()) if message.alternatives else message
    return replace(message, alternatives=(), extra=_only(message.extra, kept))


def _layout_left(entry: Entry) -> tuple[str, ...]:
    """Return the layout without the members that are left out: what is not there was not understood either."""
    gone = Counter(key for key, _ in entry.extra if key not in LEARNED_MEMBERS)
    left: list[str] = []
    for key in reversed(entry.layout):
        if gone[key]:
            gone[key] -= 1
        elif key != "tags":
            left.append(key)
    return tuple(reversed(left))


def _only(members: Members, kept: frozenset[str]) -> Members:
    return tuple(member for member in members if member[0] in kept)


def _name_cleared(entry: Entry, form: Format) -> Iterator[str]:
    if entry.tags:
        yield "tags"
    yield from dict.fromkeys(f"the member {key!r}" for key, _ in entry.extra if key not in LEARNED_MEMBERS)
    kept = LEARNED_IN_TURNS | _SPELLED_IN_TURNS.get(form.name, frozenset())
    for name, is_there in _CLEARED_IN_TURNS.items():
        if any(is_there(message, kept) for message in entry.messages):
            yield name


_CLEARED_IN_TURNS: dict[str, Callable[[Message, frozenset[str]], bool]] = {
    "alternatives": lambda message, _kept: bool(message.alternatives),
    "other members of messages": lambda message, kept: any(key not in kept for key, _ in message.extra),
}
