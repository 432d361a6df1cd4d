"""Reads and writes rows that hold a prompt and its answer in members of their own, earlier exchanges in `history`."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.formats.format import NotAnEntry
from rolethread_lite.formats.layout import as_text, empty_messages, has_other_messages, in_layout, is_left
from rolethread_lite.formats.turns import as_texts
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    NULL,
    JsonText,
    Members,
    NotJson,
    decode,
    encode_text,
    encode_texts,
    get_member,
    join_members,
    split_items,
)
from rolethread_lite.model.message import ASSISTANT, PLAIN_LAYOUT, SYSTEM, USER, Message
from rolethread_lite.model.record import RecordReason

PREFERENCE_KEYS = (
    "chosen",
    "rejected",
    "chosen_messages",
    "rejected_messages",
    "rejected_response",
    "label",
    "kto_tag",
)
"""A row with one of these says which answer is better, and is no plain example."""
_LISTS_OF_TURNS = ("messages", "conversations", "conversation", "items")
"""A row that has one of these is in another format."""
SPLIT_KEY = "instruction_input"
"""The member of the user's message that says how long its two halves are, as they came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeKeys:
    """What a row calls its prompt and its answer."""

    prompt: str
    """The key of what the user says: `instruction`."""
    answer: str
    """The key of what is answered: `output`."""
    second: str = ""
    """The key of the prompt's second half, which follows on a new line: `input`."""


def is_plain_row(members: Members) -> bool:
    """Tell whether a row says nothing about which answer is better, and holds no messages."""
    return not any(key in PREFERENCE_KEYS for key, _ in members) and not has_other_messages(members)


def read_exchanges(members: Members, *, keys: ExchangeKeys) -> Entry:
    """Return the entry; raises NotAnEntry when the prompt or the answer is no text, or the history no pairs."""
    fields = {key: raw for key, raw in members if _is_field(key, raw, keys, members)}
    opening = _texts_as(SYSTEM, fields, "system")
    earlier = tuple(_read_history(fields["history"])) if "history" in fields else ()
    return Entry(
        messages=(*opening, *earlier, _read_prompt(fields, keys), _read_answer(fields, keys)),
        tags=as_texts(fields["tags"]) or () if "tags" in fields else (),
        extra=tuple(member for member in members if member[0] not in fields and member[0] != "messages"),
        layout=tuple(key for key, _ in members),
    )


def write_exchanges(entry: Entry, *, keys: ExchangeKeys, is_new: bool) -> JsonText:
    """Return the entry as one line: in its own layout, or in the usual one when it `is_new` to the format."""
    fields = _fields(entry, keys, is_new=is_new)
    if is_new:
        taken = (*fields, keys.prompt, keys.answer, keys.second, "system", "history", "tags", *_LISTS_OF_TURNS)
        extra = tuple(member for member in entry.extra if member[0] not in taken)
        tags = fields.pop("tags", None)
        return join_members((*fields.items(), *extra, *((("tags", tags),) if tags is not None else ())))
    extra = tuple(member for member in entry.extra if member[0] not in fields)
    return join_members(in_layout(entry.layout, fields, (*extra, *empty_messages(entry))))


def has_history(entry: Entry) -> bool:
    """Tell whether the entry holds more than a prompt and its answer."""
    return len(_pairs(_spoken(entry))) > 1


def _is_field(key: str, raw: JsonText, keys: ExchangeKeys, members: Members) -> bool:
    """Tell whether a member is understood; empty ones besides prompt and answer say nothing and stay as they are."""
    if [name for name, _ in members].count(key) > 1:
        if key in (keys.prompt, keys.answer):
            raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{key!r} is there more than once")
        return False
    if key in (keys.prompt, keys.answer):
        return True
    if key == keys.second and key:
        return as_text(raw) is not None
    if key == "system":
        return bool(as_text(raw))
    if key == "history":
        return raw not in (NULL, b"[]")
    return key == "tags" and as_texts(raw) is not None


def _texts_as(role: str, fields: dict[str, JsonText], key: str) -> tuple[Message, ...]:
    text = as_text(fields[key]) if key in fields else None
    return () if text is None else (Message.plain(role, text),)


def _read_history(raw: JsonText) -> Iterator[Message]:
    try:
        items = split_items(raw)
    except NotJson as fault:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail="history is not a list") from fault
    for place, item in enumerate(items):
        pair = as_texts(item)
        if pair is None or len(pair) != 2:
            raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"history[{place}] is not a pair of texts")
        yield Message.plain(USER, pair[0])
        yield Message.plain(ASSISTANT, pair[1])


def _read_prompt(fields: dict[str, JsonText], keys: ExchangeKeys) -> Message:
    first = as_text(fields[keys.prompt])
    if first is None:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{keys.prompt} is not a text")
    second = as_text(fields[keys.second]) if keys.second in fields else None
    if not second:
        return Message.plain(USER, first)
    lengths = JsonText(b"[%d,%d]" % (len(first), len(second)))
    layout = (*PLAIN_LAYOUT, SPLIT_KEY)
    return Message(role=USER, content=_joined(first, second), extra=((SPLIT_KEY, lengths),), layout=layout)


def _read_answer(fields: dict[str, JsonText], keys: ExchangeKeys) -> Message:
    answer = as_text(fields[keys.answer])
    if answer is None:
        raise NotAnEntry(RecordReason.BAD_MESSAGE, detail=f"{keys.answer} is not a text")
    return Message.plain(ASSISTANT, answer)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first else second


def _spoken(entry: Entry) -> tuple[Message, ...]:
    return tuple(message for message in entry.messages if message.role in (USER, ASSISTANT))


def _pairs(spoken: tuple[Message, ...]) -> list[tuple[Message | None, Message | None]]:
    """Return what the user says with what is answered; None where somebody speaks twice in a row."""
    pairs: list[tuple[Message | None, Message | None]] = []
    for message in spoken:
        if message.role == USER:
            pairs.append((message, None))
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], message)
        else:
            pairs.append((None, message))
    return pairs


def _fields(entry: Entry, keys: ExchangeKeys, *, is_new: bool) -> dict[str, JsonText]:
    """Return the members the format has for the entry, in their usual order."""
    pairs = _pairs(_spoken(entry)) or [(None, None)]
    prompt, answer = pairs[-1]
    first, second = _halves(prompt, keys)
    fields = {keys.prompt: encode_text(first)}
    if keys.second and (second or is_new or is_left(entry, keys.second)):
        fields[keys.second] = encode_text(second)
    fields[keys.answer] = encode_text(_text(answer))
    if entry.messages and entry.messages[0].role == SYSTEM and entry.messages[0].text:
        fields["system"] = encode_text(entry.messages[0].text)
    if len(pairs) > 1:
        texts = (encode_texts((_text(said), _text(answered))) for said, answered in pairs[:-1])
        fields["history"] = JsonText(b"[" + b",".join(texts) + b"]")
    if entry.tags or is_left(entry, "tags"):
        fields["tags"] = encode_texts(entry.tags)
    return fields


def _text(message: Message | None) -> str:
    return "" if message is None else message.text


def _halves(prompt: Message | None, keys: ExchangeKeys) -> tuple[str, str]:
    """Return the prompt's two halves as they came in, all of it in the first when it was edited since."""
    text = _text(prompt)
    lengths = _lengths(prompt) if prompt is not None and keys.second else None
    if lengths is None:
        return text, ""
    first, second = text[: lengths[0]], text[len(text) - lengths[1] :]
    return (first, second) if _joined(first, second) == text else (text, "")


def _lengths(prompt: Message) -> tuple[int, int] | None:
    raw = get_member(prompt.extra, SPLIT_KEY)
    try:
        value = decode(raw) if raw is not None else None
    except NotJson:
        return None
    if not isinstance(value, list) or len(value) != 2:
        return None
    first, second = value
    if type(first) is not int or type(second) is not int:
        return None
    return (first, second) if first >= 0 and second > 0 else None
