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
    JsonValue,
    Members,
    encode_texts,
    get_member,
    join_members,
)
from rolethread_lite.model.message import PLAIN_LAYOUT, Message

_PLAIN_LINES = frozenset((("messages",), ("messages", "tags"), ("tags", "messages")))
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


def read_plain_line(line: bytes) -> Entry | None:
    """Return the entry of a line that is just plain messages, perhaps with tags; None for any other line.

    Nearly all lines are such, and this takes half the time of looking at every member.
    """
    try:
        parsed = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if type(parsed) is not dict:
        return None
    layout = tuple(parsed)
    if layout not in _PLAIN_LINES:
        return None
    messages = _plain_messages(parsed["messages"])
    tags = parsed.get("tags", [])
    if messages is None or type(tags) is not list or not all(type(tag) is str for tag in tags):
        return None
    if _count_keys(line) != 2 * len(messages) + len(layout):
        return None
    return Entry(messages=messages, tags=tuple(tags), layout=layout)


def _read_plain(raw: JsonText) -> tuple[Message, ...] | None:
    """Return the messages of an array when every one is just a role and a text, None otherwise."""
    try:
        messages = _plain_messages(orjson.loads(raw))
    except orjson.JSONDecodeError:
        return None
    return messages if messages is not None and _count_keys(raw) == 2 * len(messages) else None


def _plain_messages(items: JsonValue) -> tuple[Message, ...] | None:
    if not isinstance(items, list):
        return None
    messages: list[Message] = []
    for item in items:
        if type(item) is not dict or tuple(item) != PLAIN_LAYOUT:
            return None
        role, content = item["role"], item["content"]
        if type(role) is not str or type(content) is not str:
            return None
        messages.append(Message.plain(role, content))
    return tuple(messages)


def _count_keys(raw: bytes) -> int:
    """Count the keys of an object and all below it; a repeated one, which collapses when it is parsed, counts too."""
    return scan.count(raw, b'":') - scan.count(raw, b'\\":')


def _write_plain(turns: tuple[Message, ...]) -> JsonText | None:
    """Return the array of messages when every one is just a role and a text, None otherwise."""
    if not all(message.is_plain and _has_usual_order(message.layout) for message in turns):
        return None
    try:
        return JsonText(orjson.dumps([{"role": message.role, "content": message.content} for message in turns]))
    except TypeError:  # half a surrogate pair, which has to be escaped
        return None


def _has_usual_order(layout: tuple[str, ...]) -> bool:
    return layout in ((), PLAIN_LAYOUT) or not ("role" in layout or "content" in layout)


def _members(entry: Entry) -> Iterator[tuple[str, JsonText]]:
    turns = _write_plain(entry.messages) or JsonText(
        b"[" + b",".join(write_turn(message, keys=KEYS) for message in entry.messages) + b"]"
    )
    waiting = {"messages": turns}
    if entry.tags or ("tags" in entry.layout and not any(key == "tags" for key, _ in entry.extra)):
        waiting["tags"] = encode_texts(entry.tags)
    extra = list(entry.extra)
    layout = entry.layout if "messages" in entry.layout else ("messages", *entry.layout)
    for key in layout:
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
