"""ShareGPT: one object a line, `{"conversations": [{"from": "human", "value": …}], …}`.

The list may also be called `conversation` or `items`, and a turn's keys may be those of other tools
(`role`, `speaker`; `content`, `text`). A `system` text beside the list is the leading system message. Only
the format's own words become roles: `human`, `gpt` and the like. Any other word stays as it is, for it may
be somebody's name; so does `function_call`, a turn in which the assistant calls a tool.

A word that says more than the role (`observation` for a tool, `bing` for the assistant) is kept in the turn, as `from`.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import orjson

from rolethread_lite.formats.format import Format, NotAnEntry
from rolethread_lite.formats.layout import as_text, empty_messages, has_other_messages, in_layout, is_left
from rolethread_lite.formats.lost import name_lost
from rolethread_lite.formats.turns import SPEAKER_KEYS, TurnKeys, as_texts, read_turn, write_turn
from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    NULL,
    JsonText,
    Members,
    NotJson,
    encode_text,
    encode_texts,
    has_member,
    join_members,
    split_items,
    split_members,
)
from rolethread_lite.model.message import ASSISTANT, PLAIN_LAYOUT, SYSTEM, TOOL, USER, Message
from rolethread_lite.model.record import RecordReason

TURNS_KEYS = ("conversations", "conversation", "items")
"""What the list of turns is called, the likeliest first."""
ROLE_KEYS = ("role", "from", "speaker")
"""What the role is called; where there are several, the first one that is a text."""
CONTENT_KEYS = ("content", "value", "text")
"""What the text is called; where there are several, the first one that is a text."""
PREFERENCE_KEYS = ("chosen", "rejected", "chosen_messages", "rejected_messages", "rejected_response")
"""An object with one of these holds answers to choose between; the conversation alone would be half of it."""

_PLAIN = ("from", "value")
_WORD_KEY = "from"
_SAME_WORD = "from=role"
"""Stands in a turn's layout when `from` already named the role as it is, `user`, and not in a word of ShareGPT."""
_WORDS = {
    "human": USER,
    "gpt": ASSISTANT,
    SYSTEM: SYSTEM,
    TOOL: TOOL,
    USER: USER,
    ASSISTANT: ASSISTANT,
    "chatgpt": ASSISTANT,
    "bing": ASSISTANT,
    "bard": ASSISTANT,
    "observation": TOOL,
    "function": TOOL,
    "function_response": TOOL,
}
_USUAL_WORDS = {"human": USER, "gpt": ASSISTANT, SYSTEM: SYSTEM, TOOL: TOOL}
_USUAL_SPELLING = {role: word for word, role in _USUAL_WORDS.items()}
_PLAIN_LAYOUTS = frozenset(((), PLAIN_LAYOUT))
_USUAL_ROLES = {USER: USER, ASSISTANT: ASSISTANT, SYSTEM: SYSTEM, TOOL: TOOL}


def recognises(members: Members) -> bool:
    """Tell whether the object has one list of turns, and no answers to choose between."""
    if any(key in PREFERENCE_KEYS for key, _ in members) or has_other_messages(members):
        return False
    return _find_turns(members) is not None


def read(members: Members) -> Entry:
    """Return the entry; raises NotAnEntry when a turn is no object or has no role."""
    found = _find_turns(members)
    if found is None:
        raise NotAnEntry(RecordReason.UNKNOWN_SHAPE, detail="no list of turns")
    opening: tuple[Message, ...] = ()
    tags: tuple[str, ...] = ()
    extra: list[tuple[str, JsonText]] = []
    keys = [key for key, _ in members]
    once = {key for key in ("system", "tags") if keys.count(key) == 1}
    for place, (key, raw) in enumerate(members):
        if place == found:
            continue
        if key == "system" and key in once and (prompt := as_text(raw)):
            opening = (Message.plain(SYSTEM, prompt),)
        elif key == "tags" and key in once and (names := as_texts(raw)) is not None:
            tags = names
        elif key != "messages":
            extra.append((key, raw))
    messages = opening + _read_turns(members[found][1], members[found][0])
    return Entry(messages=messages, tags=tags, extra=tuple(extra), layout=tuple(keys))


def write(entry: Entry) -> JsonText:
    """Return the entry as one line: as it came when it came in this format, with the usual keys otherwise."""
    return join_members(_members(entry))


def losses(entry: Entry) -> Iterator[str]:
    """Name what the format cannot carry: the note, words it reads as roles, members it takes for its own."""
    if _is_simple(entry):
        yield from ("note",) if entry.note else ()
        return
    yield from name_lost(entry, again=read(split_members(write(entry))))


def _is_simple(entry: Entry) -> bool:
    """Tell whether the entry is plain turns in the usual roles, with nothing that could be taken for something else."""
    return (
        not entry.extra
        and (not entry.layout or entry.layout[0] == "messages")
        and all(message.is_plain and message.role in _USUAL_ROLES for message in entry.messages)
        and all(message.layout in _PLAIN_LAYOUTS for message in entry.messages)
    )


def _find_turns(members: Members) -> int | None:
    """Return the place of the member that is the list of turns."""
    keys = [key for key, _ in members]
    places = (keys.index(name) for name in TURNS_KEYS if name in keys)
    return next((place for place in places if _holds_turns(members[place][1], keys[place])), None)


def _holds_turns(raw: JsonText, name: str) -> bool:
    try:
        items = split_items(raw)
    except NotJson:
        return False
    if name == "conversations" and not all(item.startswith(b"{") for item in items):
        return True  # read says which turn is no object
    return any(_is_turn(item) for item in items) if items else name == "conversations"


def _is_turn(item: JsonText) -> bool:
    try:
        keys = {key for key, _ in split_members(item)}
    except NotJson:
        return False
    return not keys.isdisjoint(ROLE_KEYS) and not keys.isdisjoint(CONTENT_KEYS)


def _read_turns(raw: JsonText, name: str) -> tuple[Message, ...]:
    plain = _read_plain(raw)
    if plain is not None:
        return plain
    return tuple(_read_turn(item, f"{name}[{place}]") for place, item in enumerate(split_items(raw)))


def _read_plain(raw: JsonText) -> tuple[Message, ...] | None:
    """Return the turns when every one is `from` and `value` in the usual words, None otherwise."""
    try:
        items = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    messages: list[Message] = []
    for item in items:
        if type(item) is not dict or tuple(item) != _PLAIN:
            return None
        role, content = _USUAL_WORDS.get(item["from"]) if type(item["from"]) is str else None, item["value"]
        if role is None or type(content) is not str:
            return None
        messages.append(Message.plain(role, content, layout=_PLAIN))
    # A repeated key collapses when it is parsed; two keys a turn leave no room for one.
    keys = scan.count(raw, b'":') - scan.count(raw, b'\\":')
    return tuple(messages) if keys == 2 * len(messages) else None


def _read_turn(item: JsonText, where: str) -> Message:
    try:
        members = split_members(item)
    except NotJson as fault:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} is not an object") from fault
    role_key, content_key = _keys_of(members)
    if [key for key, _ in members].count(role_key) > 1:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} has {role_key!r} more than once")
    message = read_turn(members, keys=_turn_keys(role_key, content_key), where=where)
    for key, raw in message.extra:
        # A workspace keeps a turn in the messages format, where these two mean something else.
        if raw != NULL and ((key == "role" != role_key) or (key == "content" != content_key)):
            raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where}.{key} is not a text")
    word = next(_text for key, raw in members if key == role_key and (_text := as_text(raw)) is not None)
    if _WORDS.get(word) != message.role or word == _usual_word(message.role, role_key):
        return message
    if word == message.role:
        return replace(message, layout=(*message.layout, _SAME_WORD))
    if has_member(message.extra, _WORD_KEY):
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} has a role in {role_key!r} and in {_WORD_KEY!r}")
    return replace(message, extra=((_WORD_KEY, encode_text(word)), *message.extra))


def _keys_of(members: Members) -> tuple[str, str]:
    """Return the keys under which a turn says its role and its text."""
    there = [key for key, _ in members]
    texts = [key for key, raw in members if raw.startswith(b'"')]
    role_key, content_key = (
        next((key for keys in (texts, there) for key in known if key in keys), usual)
        for known, usual in zip((ROLE_KEYS, CONTENT_KEYS), _PLAIN, strict=True)
    )
    return role_key, content_key


@cache
def _turn_keys(role_key: str, content_key: str, word: str | None = None) -> TurnKeys:
    """Return the keys of a turn; with `word`, those to write the role in just that word."""
    if word is not None:
        return TurnKeys(role=role_key, content=content_key, roles={word: _WORDS[word]})
    usual = _USUAL_WORDS if role_key == _WORD_KEY else _USUAL_ROLES
    return TurnKeys(role=role_key, content=content_key, roles={**usual, **_WORDS})


def _usual_word(role: str, role_key: str) -> str:
    return next(word for word, meant in _turn_keys(role_key, "value").roles.items() if meant == role)


def _members(entry: Entry) -> Iterator[tuple[str, JsonText]]:
    """Yield the members in the order they came in, new ones at the end; first the turns of an entry from elsewhere."""
    came_as = _came_as(entry)
    if not came_as:
        yield TURNS_KEYS[0], _write_turns(entry.messages, like_source=False)
        yield from (member for member in entry.extra if not _is_taken(*member))
        if entry.tags:
            yield "tags", encode_texts(entry.tags)
        return
    messages = entry.messages
    waiting: dict[str, JsonText] = {}
    if is_left(entry, "system") and messages and (prompt := _bare_prompt(messages[0])):
        waiting["system"], messages = encode_text(prompt), messages[1:]
    waiting[came_as] = _write_turns(messages, like_source=True)
    if entry.tags or is_left(entry, "tags"):
        waiting["tags"] = encode_texts(entry.tags)
    yield from in_layout(entry.layout, waiting, (*entry.extra, *empty_messages(entry)))


def _came_as(entry: Entry) -> str:
    """Return what the list of turns was called, an empty text when the entry is of another format."""
    return next((key for key in TURNS_KEYS if is_left(entry, key)), "")


def _is_taken(key: str, raw: JsonText) -> bool:
    """Tell whether a member of an entry from elsewhere would be read as something else here."""
    if key in TURNS_KEYS or key == "messages":
        return raw.startswith(b"[")
    return key == "tags" or (key == "system" and bool(as_text(raw)))


def _bare_prompt(message: Message) -> str:
    """Return the text of a system message that is nothing but its text."""
    content = message.content
    is_bare = isinstance(content, str) and message == Message(role=SYSTEM, content=content)
    return content if is_bare and isinstance(content, str) else ""


def _write_turns(messages: tuple[Message, ...], *, like_source: bool) -> JsonText:
    if not like_source and all(message.is_plain and message.layout in _PLAIN_LAYOUTS for message in messages):
        return JsonText(b"[" + b",".join(map(_plain_turn, messages)) + b"]")
    found = [_layout_keys(message) if like_source else None for message in messages]
    usual = next(filter(None, found), None)
    turns = (
        _write_turn(message if usual else _laid_out(message), keys or usual or _PLAIN)
        for message, keys in zip(messages, found, strict=True)
    )
    return JsonText(b"[" + b",".join(turns) + b"]")


def _plain_turn(message: Message) -> bytes:
    word, text = _USUAL_SPELLING.get(message.role, message.role), message.content
    return b'{"from":%b,"value":%b}' % (encode_text(word), encode_text(text if isinstance(text, str) else ""))


def _laid_out(message: Message) -> Message:
    """Return a message from elsewhere in the order it came in, under the usual keys."""
    places = {key: place for place, key in reversed(tuple(enumerate(message.layout)))}
    order = _PLAIN if places.get("role", 0) <= places.get("content", 0) else _PLAIN[::-1]
    return replace(message, layout=(*order, *(key for key in message.layout if key not in _PLAIN)))


def _layout_keys(message: Message) -> tuple[str, str] | None:
    """Return the keys under which a turn said its role and its text, None for a message made here."""
    extra = [key for key, _ in message.extra]
    left = {key for key in message.layout if message.layout.count(key) > extra.count(key)}
    if _WORD_KEY in message.layout and _word_of(message) is not None:
        left.add(_WORD_KEY)
    role_key = next((key for key in ROLE_KEYS if key in left), None)
    content_key = next((key for key in CONTENT_KEYS if key in left), None)
    return (role_key, content_key) if role_key and content_key else None


def _write_turn(message: Message, keys: tuple[str, str]) -> JsonText:
    if not message.extra and keys == _PLAIN and _SAME_WORD not in message.layout:
        return write_turn(message, keys=_turn_keys(*keys))
    role_key, content_key = keys
    if role_key == "speaker" and message.speaker is not None:
        # That key is the role's here, so the name can only stand under the other one.
        name = (SPEAKER_KEYS[0], encode_text(message.speaker))
        message = replace(message, speaker=None, extra=(name, *message.extra))
    # Beside another key for the role, `from` is a member of its own.
    word = None if role_key != _WORD_KEY and _WORD_KEY in message.layout else _word_of(message)
    taken = {role_key, content_key, *((_WORD_KEY,) if word is not None else ())}
    repeated = {key for key in taken if message.layout.count(key) > 1}
    extra = tuple(member for member in message.extra if member[0] not in taken - repeated)
    return write_turn(replace(message, extra=extra), keys=_turn_keys(role_key, content_key, word))


def _word_of(message: Message) -> str | None:
    """Return the word the role came in, as long as it still means the role."""
    for key, raw in message.extra:
        if key == _WORD_KEY and (word := as_text(raw)) and _WORDS.get(word) == message.role:
            return word
    return message.role if _SAME_WORD in message.layout and message.role in _WORDS else None


FORMAT = Format(
    name="sharegpt",
    title="ShareGPT",
    precedence=60,
    recognises=recognises,
    read=read,
    write=write,
    losses=losses,
)
