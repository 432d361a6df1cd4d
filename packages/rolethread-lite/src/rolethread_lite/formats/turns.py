"""Reads and writes one turn, whatever a format calls its keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolethread_lite.formats.format import NotAnEntry
from rolethread_lite.model.json_text import (
    NULL,
    JsonText,
    JsonValue,
    Members,
    NotJson,
    decode,
    encode_text,
    encode_texts,
    get_member,
    join_members,
    split_items,
    split_members,
)
from rolethread_lite.model.message import Content, Message, Part
from rolethread_lite.model.record import RecordReason

SPEAKER_KEYS = ("name", "speaker")
TRAIN_KEYS = ("train", "weight", "loss")
REASONING_KEYS = ("reasoning_content", "reasoning", "thinking")
ALTERNATIVES_KEYS = ("alternatives",)
_FLAGS = {
    ("train", b"true"): True,
    ("train", b"false"): False,
    ("loss", b"true"): True,
    ("loss", b"false"): False,
    ("weight", b"1"): True,
    ("weight", b"0"): False,
}
_PART_TEXT_KEYS = ("text", "value", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnKeys:
    """What a format calls the two keys every turn has, and the role words that are its own."""

    role: str
    """The key of the role: `role`, `from`."""
    content: str
    """The key of the text: `content`, `value`."""
    roles: Mapping[str, str]
    """Role words of the format with the role they mean: `gpt` → `assistant`. Others stay as written."""


def read_turn(members: Members, *, keys: TurnKeys, where: str) -> Message:
    """Return the message that these members say.

    Raises NotAnEntry when the role is missing or no string; `where` names the turn in the reason.
    """
    extra: list[tuple[str, JsonText]] = []
    role: str | None = None
    content: Content = None
    seen_content = False
    speaker: str | None = None
    train: bool | None = None
    reasoning: str | None = None
    alternatives: tuple[str, ...] = ()
    for key, raw in members:
        if key == keys.role and role is None:
            role = as_text(raw)
            if role is None:
                raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where}.{key} is not a string")
        elif key == keys.content and not seen_content:
            content, seen_content = _read_content(raw), True
        elif key in SPEAKER_KEYS and speaker is None and (found := as_text(raw)):
            speaker = found
        elif train is None and (key, raw) in _FLAGS:
            train = _FLAGS[key, raw]
        elif key in REASONING_KEYS and reasoning is None and (thought := as_text(raw)) is not None:
            reasoning = thought
        elif key in ALTERNATIVES_KEYS and not alternatives and (others := as_texts(raw)):
            alternatives = others
        else:
            extra.append((key, raw))
    if role is None:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} has no {keys.role!r}")
    return Message(
        role=keys.roles.get(role, role),
        content=content,
        speaker=speaker,
        train=train,
        reasoning=reasoning,
        alternatives=alternatives,
        extra=tuple(extra),
        layout=tuple(key for key, _ in members),
    )


def write_turn(message: Message, *, keys: TurnKeys) -> JsonText:
    """Return the message as one object, its keys in the order they came in, new ones at the end."""
    if (message.is_plain or _is_bare(message)) and _is_usual(message, keys):
        role, content = encode_text(_word(message.role, keys)), _content_text(message.content)
        return JsonText(b'{"%b":%b,"%b":%b}' % (keys.role.encode(), role, keys.content.encode(), content))
    return join_members(_members(message, keys))


def read_turns(raw: JsonText, *, keys: TurnKeys, where: str) -> tuple[Message, ...]:
    """Return the messages of a JSON array of turns.

    Raises NotAnEntry when it is no array of objects.
    """
    try:
        items = split_items(raw)
    except NotJson as fault:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} is not a list") from fault
    return tuple(
        read_turn(_as_members(item, f"{where}[{place}]"), keys=keys, where=f"{where}[{place}]")
        for place, item in enumerate(items)
    )


def as_texts(raw: JsonText) -> tuple[str, ...] | None:
    """Return a JSON array of strings, None when it is anything else."""
    if not raw.startswith(b"["):
        return None
    try:
        value = decode(raw)
    except NotJson:
        return None
    if not isinstance(value, list):
        return None
    texts = tuple(item for item in value if isinstance(item, str))
    return texts if len(texts) == len(value) else None


def _as_members(item: JsonText, where: str) -> Members:
    try:
        return split_members(item)
    except NotJson as fault:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{where} is not an object") from fault


def as_text(raw: JsonText) -> str | None:
    """Return a JSON string, None when it is anything else."""
    if not raw.startswith(b'"'):
        return None
    value = decode(raw)
    return value if isinstance(value, str) else None


def _read_content(raw: JsonText) -> Content:
    if raw.startswith(b'"'):
        return as_text(raw)
    if raw == NULL:
        return None
    if raw.startswith(b"["):
        try:
            return tuple(_read_part(item) for item in split_items(raw))
        except NotJson:
            return raw
    return raw


def _read_part(item: JsonText) -> Part:
    """Return a content part; raises NotJson when it is no object, so that the content stays as written."""
    members = split_members(item)
    kind = get_member(members, "type")
    word = as_text(kind) if kind is not None else None
    texts: list[JsonValue] = [decode(raw) for key, raw in members if key in _PART_TEXT_KEYS and raw.startswith(b'"')]
    text = texts[0] if word in ("text", None) and texts else None
    return Part(kind=word or "", text=text if isinstance(text, str) else None, raw=item)


def _is_bare(message: Message) -> bool:
    """Tell whether a message, its content whatever it may be, is only a role and a content."""
    marks = (message.speaker, message.train, message.reasoning)
    return not message.extra and not message.alternatives and all(mark is None for mark in marks)


def _is_usual(message: Message, keys: TurnKeys) -> bool:
    """Tell whether the role is to be written first and the content behind it."""
    layout = message.layout
    if layout in ((), (keys.role, keys.content)):
        return True
    return message.content is not None and keys.role not in layout and keys.content not in layout


def _word(role: str, keys: TurnKeys) -> str:
    """Return the format's own word for a role."""
    return next((word for word, meant in keys.roles.items() if meant == role), role)


def _content_text(content: Content) -> JsonText:
    if isinstance(content, str):
        return encode_text(content)
    if content is None:
        return NULL
    if isinstance(content, tuple):
        return JsonText(b"[" + b",".join(part.raw for part in content) + b"]")
    return content


def _members(message: Message, keys: TurnKeys) -> Iterator[tuple[str, JsonText]]:
    """Yield the members in the layout's order: what the message still has of them, then what is new."""
    waiting = {_key_of(field, message, keys): value for field, value in _fields(message, keys).items()}
    extra = list(message.extra)
    layout = message.layout if keys.role in message.layout else (keys.role, keys.content, *message.layout)
    for key in layout:
        if key in waiting:
            if 0 < _count(extra, key) == message.layout.count(key):
                extra.pop(_index(extra, key))  # a field set anew replaces the value that was not understood
            yield key, waiting.pop(key)
        elif _count(extra, key):
            yield extra.pop(_index(extra, key))
    yield from waiting.items()
    yield from extra


def _count(extra: list[tuple[str, JsonText]], key: str) -> int:
    return sum(name == key for name, _ in extra)


def _index(extra: list[tuple[str, JsonText]], key: str) -> int:
    return next((place for place, (name, _) in enumerate(extra) if name == key), len(extra))


def _key_of(field: str, message: Message, keys: TurnKeys) -> str:
    """Return the key a field came under, or its usual one when it is new."""
    spellings = {"role": (keys.role,), "content": (keys.content,), **_SPELLINGS}[field]
    extra = list(message.extra)
    came = (key for key in message.layout if key in spellings and message.layout.count(key) > _count(extra, key))
    return next(came, spellings[0])


def _fields(message: Message, keys: TurnKeys) -> dict[str, JsonText]:
    """Return the typed fields that are to be written, as JSON."""
    fields = {"role": encode_text(_word(message.role, keys))}
    if message.content is not None or not message.layout or keys.content in message.layout:
        fields["content"] = _content_text(message.content)
    if message.speaker is not None:
        fields["speaker"] = encode_text(message.speaker)
    if message.train is not None:
        number = _key_of("train", message, keys) == "weight"
        fields["train"] = JsonText((b"0", b"1")[message.train] if number else (b"false", b"true")[message.train])
    if message.reasoning is not None:
        fields["reasoning"] = encode_text(message.reasoning)
    if message.alternatives:
        fields["alternatives"] = encode_texts(message.alternatives)
    return fields


_SPELLINGS = {
    "speaker": SPEAKER_KEYS,
    "train": TRAIN_KEYS,
    "reasoning": REASONING_KEYS,
    "alternatives": ALTERNATIVES_KEYS,
}
