"""Values to try laws with: valid, and as awkward as what people's files hold."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, Members, encode_text, encode_texts
from rolethread_lite.model.message import PLAIN_LAYOUT, Message, Part

ROLES = ("system", "user", "assistant", "tool")
ODD_ROLES = ("human", "gpt", "observation", "function_call", "developer", "Mira", "Captain Orsk", "USER", "")
AWKWARD_TEXTS = (
    "",
    " ",
    "\n",
    "a\nb",
    "a\r\nb",
    "line\u2028separator\u0085and\u000cfeed",
    '"role":"user"',
    '{"from": "human"}',
    "back\\slash \\u0041 \\",
    "\x00\x1f\x7f",
    "\ufeffmark",
    "e\u0301 \u00e9 \U0001f469\u200d\U0001f680 \u05e9\u05dc\u05d5\u05dd",
)
AWKWARD_VALUES = (
    b"null",
    b"true",
    b"0",
    b"-0.0",
    b"1E5",
    b"1.10",
    b"990674710399052700123",
    b"NaN",
    b"-Infinity",
    b'""',
    b'"text"',
    b'"\\u0041\\/"',
    b"[]",
    b"{}",
    b'["a","b"]',
    b'[{"role":"user","content":"inner"}]',
    b'[{"from":"human","value":"inner"}]',
    b'{"a":1,"a":2}',
    b"[[[[[[1]]]]]]",
)
ENTRY_KEYS = (
    "id",
    "source",
    "_rolethread",
    "tools",
    "system",
    "messages",
    "conversations",
    "conversation",
    "items",
    "history",
    "instruction",
    "input",
    "output",
    "prompt",
    "completion",
    "query",
    "response",
    "label",
    "tags",
    "",
    "k\u00e9y \U0001f469",
)
MESSAGE_KEYS = ("tool_calls", "function_call", "tool_call_id", "id", "from", "value", "text", "instruction_input", "")


def texts(*, lone_surrogates: bool = False) -> SearchStrategy[str]:
    """Return texts, halves of surrogate pairs among them where asked for."""
    characters = st.characters() if lone_surrogates else st.characters(exclude_categories=["Cs"])
    return st.one_of(
        st.sampled_from(AWKWARD_TEXTS),
        st.text(characters, max_size=20),
        st.text(st.sampled_from('ab "\\\n{}[]:,\u00e9\U0001f642'), max_size=20),
    )


def json_values(*, lone_surrogates: bool = False) -> SearchStrategy[JsonText]:
    """Return JSON values as they may be written."""
    return st.one_of(
        st.sampled_from(AWKWARD_VALUES).map(JsonText),
        st.integers(min_value=-(10**30), max_value=10**30).map(lambda number: JsonText(b"%d" % number)),
        texts(lone_surrogates=lone_surrogates).map(encode_text),
        st.lists(texts(lone_surrogates=lone_surrogates), max_size=2).map(encode_texts),
    )


def json_members(
    *, keys: tuple[str, ...] = ENTRY_KEYS, most: int = 4, lone_surrogates: bool = False
) -> SearchStrategy[Members]:
    """Return members of an object, some of their keys awkward, some there twice."""
    return st.lists(json_member(keys=keys, lone_surrogates=lone_surrogates), max_size=most).map(tuple)


def json_member(
    *, keys: tuple[str, ...] = ENTRY_KEYS, lone_surrogates: bool = False
) -> SearchStrategy[tuple[str, JsonText]]:
    """Return one member of an object, its key from these or any other."""
    key = st.one_of(st.sampled_from(keys), st.text(max_size=4))
    return st.tuples(key, json_values(lone_surrogates=lone_surrogates))


def parts(*, lone_surrogates: bool = False) -> SearchStrategy[Part]:
    """Return parts of a content: texts under one of the keys in use, and images."""

    def as_part(text: str, key: str) -> Part:
        raw = JsonText(b'{"type":"text","' + key.encode() + b'":' + encode_text(text) + b"}")
        return Part(kind="text", text=text, raw=raw)

    image = Part(kind="image_url", text=None, raw=JsonText(b'{"type":"image_url","image_url":{"url":"a.png"}}'))
    keys = st.sampled_from(("text", "value", "content"))
    return st.one_of(st.builds(as_part, texts(lone_surrogates=lone_surrogates), keys), st.just(image))


def contents(*, lone_surrogates: bool = False) -> SearchStrategy[str | tuple[Part, ...] | JsonText | None]:
    """Return contents: mostly text, but also parts, nothing, and what is neither."""
    return st.one_of(
        texts(lone_surrogates=lone_surrogates),
        texts(lone_surrogates=lone_surrogates),
        st.lists(parts(lone_surrogates=lone_surrogates), max_size=3).map(tuple),
        st.none(),
        st.sampled_from((JsonText(b'{"odd":1}'), JsonText(b"3"), JsonText(b"false"))),
    )


def plain_messages(*, lone_surrogates: bool = False) -> SearchStrategy[Message]:
    """Return messages of a role and a text, as nearly all are."""
    return st.builds(Message.plain, st.sampled_from(ROLES), texts(lone_surrogates=lone_surrogates))


def messages(*, lone_surrogates: bool = False) -> SearchStrategy[Message]:
    """Return messages with everything a message can have, as they are when they were read."""

    def laid_out(message: Message, order: Callable[[list[str]], None]) -> Message:
        keys = [*PLAIN_LAYOUT, *(key for key, _ in message.extra)]
        keys += ["name"] if message.speaker is not None else []
        keys += ["weight"] if message.train is not None else []
        keys += ["thinking"] if message.reasoning is not None else []
        keys += ["alternatives"] if message.alternatives else []
        order(keys)
        return Message(
            role=message.role,
            content=message.content,
            speaker=message.speaker,
            train=message.train,
            alternatives=message.alternatives,
            reasoning=message.reasoning,
            extra=message.extra,
            layout=tuple(keys),
        )

    text = texts(lone_surrogates=lone_surrogates)
    full = st.builds(
        Message,
        role=st.sampled_from((*ROLES, *ODD_ROLES)),
        content=contents(lone_surrogates=lone_surrogates),
        speaker=st.one_of(st.none(), text.filter(bool)),
        train=st.sampled_from((None, True, False)),
        alternatives=st.lists(text, max_size=2).map(tuple),
        reasoning=st.one_of(st.none(), text),
        extra=json_members(keys=MESSAGE_KEYS, most=2, lone_surrogates=lone_surrogates).map(_once),
    )
    orders = st.randoms(use_true_random=False).map(lambda random: random.shuffle)
    return st.one_of(plain_messages(lone_surrogates=lone_surrogates), st.builds(laid_out, full, orders))


def entries(*, lone_surrogates: bool = False) -> SearchStrategy[Entry]:
    """Return entries with everything an entry can have, some made here, some with a layout they came in."""
    extra = json_members(lone_surrogates=lone_surrogates)
    return st.builds(
        _laid_out,
        st.lists(messages(lone_surrogates=lone_surrogates), max_size=5),
        st.lists(texts(lone_surrogates=lone_surrogates), max_size=3),
        extra,
        st.sampled_from(("", "Look at this again.")),
        st.booleans(),
    )


def plain_entries() -> SearchStrategy[Entry]:
    """Return entries that any format can carry: a prompt or none, then user and assistant in turn, tags, an id."""

    def built(prompt: str, pairs: list[tuple[str, str]], tags: list[str], number: int) -> Entry:
        opening = (Message.plain("system", prompt),) if prompt else ()
        spoken = [
            message
            for said, answer in pairs
            for message in (Message.plain("user", said), Message.plain("assistant", answer))
        ]
        extra = (("id", JsonText(b"%d" % number)),)
        return Entry(messages=(*opening, *spoken), tags=tuple(tags), extra=extra)

    text = texts()
    pairs = st.lists(st.tuples(text, text), min_size=1, max_size=3)
    return st.builds(built, text, pairs, st.lists(text, max_size=2), st.integers(min_value=-(10**25), max_value=10**25))


def _once(members: Members) -> Members:
    """Return the members without those that a message has fields for, each key once."""
    fields = ("role", "content", "name", "speaker", "train", "weight", "loss", "alternatives")
    fields += ("reasoning_content", "reasoning", "thinking")
    return tuple({key: (key, raw) for key, raw in members if key not in fields}.values())


def _laid_out(turns: list[Message], tags: list[str], extra: Members, note: str, came_in: bool) -> Entry:  # noqa: FBT001
    others = tuple(member for member in extra if member[0] not in ("messages", "tags"))
    layout = ("messages", *(["tags"] if tags else []), *(key for key, _ in others)) if came_in else ()
    return Entry(messages=tuple(turns), tags=tuple(tags), extra=others, note=note, layout=layout)
