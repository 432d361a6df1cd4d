"""The messages format of chat models, and the form in which a workspace keeps and projects entries.

One object a line: `{"messages": [{"role": …, "content": …}], "tags": […], …}`. Content may be text,
parts, or null; `name` is the speaker, `train`, `weight` or `loss` says whether the turn is learned,
`reasoning_content` is what was thought, `alternatives` are other texts that stood there. Everything
else is kept as it was written. It can carry all of an entry but its note.
"""

from collections.abc import Iterator

import orjson

from rolethread_lite.formats.format import Format
from rolethread_lite.formats.turns import TurnKeys, as_texts, read_turns, write_turn
from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    JsonText,
    Members,
    encode_texts,
    get_member,
    join_members,
)
from rolethread_lite.model.message import PLAIN_LAYOUT, Message

KEYS = TurnKeys(role="role", content="content", roles={})


def read(members: Members) -> Entry:
    """Return the entry; raises NotAnEntry when `messages` is no list of objects with a role."""
    messages: tuple[Message, ...] = ()
    tags: tuple[str, ...] = ()
    extra: list[tuple[str, JsonText]] = []
    once = [key for key, _ in members].count("tags") == 1
    seen = False
    for key, raw in members:
        if key == "messages" and not seen:
            messages, seen = read_messages(raw), True
        elif key == "tags" and once and (found := as_texts(raw)) is not None:
            tags = found
        else:
            extra.append((key, raw))
    return Entry(messages=messages, tags=tags, extra=tuple(extra), layout=tuple(key for key, _ in members))


def read_messages(raw: JsonText) -> tuple[Message, ...]:
    """Return the messages of a JSON array; raises NotAnEntry when it is none."""
    plain = _read_plain(raw)
    return plain if plain is not None else read_turns(raw, keys=KEYS, where="messages")


def write(entry: Entry) -> JsonText:
    """Return the entry as one line."""
    return join_members(_members(entry))


def recognises(members: Members) -> bool:
    """Tell whether the object has a list called `messages`."""
    raw = get_member(members, "messages")
    return raw is not None and raw.startswith(b"[")


def losses(entry: Entry) -> Iterator[str]:
    """Name the note, the one thing a line of messages has no place for."""
    if entry.note:
        yield "note"


def _read_plain(raw: JsonText) -> tuple[Message, ...] | None:
    """Return the messages when every one is just a role and a text, None otherwise."""
    try:
        items = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    messages: list[Message] = []
    for item in items:
        if type(item) is not dict or tuple(item) != PLAIN_LAYOUT:
            return None
        role, content = item["role"], item["content"]
        if type(role) is not str or type(content) is not str:
            return None
        messages.append(Message.plain(role, content))
    # A repeated key collapses when it is parsed; two keys a message leave no room for one.
    keys = scan.count(raw, b'":') - scan.count(raw, b'\\":')
    return tuple(messages) if keys == 2 * len(messages) else None


def _members(entry: Entry) -> Iterator[tuple[str, JsonText]]:
    turns = JsonText(b"[" + b",".join(write_turn(message, keys=KEYS) for message in entry.messages) + b"]")
    waiting = {"messages": turns}
    if entry.tags or ("tags" in entry.layout and not any(key == "tags" for key, _ in entry.extra)):
        waiting["tags"] = encode_texts(entry.tags)
    extra = list(entry.extra)
    for key in entry.layout:
        if key in waiting:
            yield key, waiting.pop(key)
            continue
        place = next((place for place, (name, _) in enumerate(extra) if name == key), None)
        if place is not None:
            yield extra.pop(place)
    yield from waiting.items()
    yield from extra


FORMAT = Format(
    name="messages",
    title="Messages (chat)",
    precedence=50,
    recognises=recognises,
    read=read,
    write=write,
    losses=losses,
)
