"""ShareGPT and its variants: `{"conversations": [{"from": "human", "value": …}], …}`.

The list is called `conversations`, `conversation` or `items`; a turn names its role `from`, `role` or `speaker`
and its text `value`, `content` or `text`. Only the format's own words become roles; any other word stays as it
is written, because it may be somebody's name. A `system` text beside the list is the first system message.
"""

from collections.abc import Iterator

from rolethread_lite.formats.format import Format
from rolethread_lite.formats.turns import TurnKeys, as_text, as_texts, read_turns, write_turn
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    JsonText,
    Members,
    NotJson,
    encode_text,
    encode_texts,
    get_member,
    join_members,
    split_items,
    split_members,
)
from rolethread_lite.model.message import SYSTEM, Message

LIST_KEYS = ("conversations", "conversation", "items")
ROLE_KEYS = ("from", "role", "speaker")
CONTENT_KEYS = ("value", "content", "text")
ROLES = {
    "human": "user",
    "gpt": "assistant",
    "system": "system",
    "observation": "tool",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool",
    "chatgpt": "assistant",
    "bing": "assistant",
    "bard": "assistant",
}
"""The format's words and the roles they mean; the first word of each role is the one that is written."""
_BESIDE = ("system",)
"""The layout of a system message that stood beside the list."""


def recognises(members: Members) -> bool:
    """Tell whether the object has a list of turns with a role and a text."""
    key = _list_key(members)
    return key is not None and _keys_of(get_member(members, key)) is not None


def read(members: Members) -> Entry:
    """Return the entry; raises NotAnEntry when a turn has no role."""
    list_key = _list_key(members) or LIST_KEYS[0]
    raw = get_member(members, list_key) or JsonText(b"[]")
    turns = read_turns(raw, keys=_keys_of(raw) or _usual_keys(), where=list_key)
    beside: tuple[Message, ...] = ()
    tags: tuple[str, ...] = ()
    extra: list[tuple[str, JsonText]] = []
    for key, value in members:
        if key == list_key:
            continue
        if key == "system" and not beside and (prompt := as_text(value)):
            beside = (Message(role=SYSTEM, content=prompt, layout=_BESIDE),)
        elif key == "tags" and not tags and (found := as_texts(value)):
            tags = found
        else:
            extra.append((key, value))
    layout = tuple(key for key, _ in members)
    return Entry(messages=beside + turns, tags=tags, extra=tuple(extra), layout=layout)


def write(entry: Entry) -> JsonText:
    """Return the entry as one line, its keys in the order they came in."""
    return join_members(_members(entry))


def losses(entry: Entry) -> Iterator[str]:
    """Name the note, the one thing that a turn or the object around it cannot carry."""
    if entry.note:
        yield "note"


def _list_key(members: Members) -> str | None:
    return next((key for key, raw in members if key in LIST_KEYS and raw.startswith(b"[")), None)


def _keys_of(raw: JsonText | None) -> TurnKeys | None:
    """Return what the turns of a list call their keys, None when they are no turns of this format."""
    try:
        items = split_items(raw or JsonText(b""))
        first = [key for key, _ in split_members(items[0])] if items else ["from", "value"]
    except NotJson:
        return None
    role = next((key for key in ROLE_KEYS if key in first), None)
    content = next((key for key in CONTENT_KEYS if key in first), None)
    return TurnKeys(role=role, content=content, roles=ROLES) if role and content else None


def _usual_keys() -> TurnKeys:
    return TurnKeys(role=ROLE_KEYS[0], content=CONTENT_KEYS[0], roles=ROLES)


def _members(entry: Entry) -> Iterator[tuple[str, JsonText]]:
    messages = entry.messages
    waiting: dict[str, JsonText] = {}
    if messages and messages[0].layout == _BESIDE and isinstance(messages[0].content, str):
        waiting["system"] = encode_text(messages[0].content)
        messages = messages[1:]
    list_key = next((key for key in entry.layout if key in LIST_KEYS), LIST_KEYS[0])
    turns = (write_turn(message, keys=_keys_for(message)) for message in messages)
    waiting[list_key] = JsonText(b"[" + b",".join(turns) + b"]")
    extra = list(entry.extra)
    if entry.tags:
        waiting["tags"] = encode_texts(entry.tags)
    for key in entry.layout:
        if key in waiting:
            yield key, waiting.pop(key)
            continue
        place = next((place for place, (name, _) in enumerate(extra) if name == key), None)
        if place is not None:
            yield extra.pop(place)
    yield from waiting.items()
    yield from extra


def _keys_for(message: Message) -> TurnKeys:
    role = next((key for key in ROLE_KEYS if key in message.layout), ROLE_KEYS[0])
    content = next((key for key in CONTENT_KEYS if key in message.layout), CONTENT_KEYS[0])
    if "from" not in message.layout and message.layout[:2] in (("role", "content"), ("content", "role")):
        return _usual_keys()
    return TurnKeys(role=role, content=content, roles=ROLES)


FORMAT = Format(
    name="sharegpt",
    title="ShareGPT",
    precedence=60,
    recognises=recognises,
    read=read,
    write=write,
    losses=losses,
)
