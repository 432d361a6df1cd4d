"""Hypothesis strategies for texts, JSON, messages and entries: plain ones, and as odd as files really hold."""

import json

from hypothesis import strategies as st

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import NULL, JsonText, Members, encode_text, encode_texts
from rolethread_lite.model.message import Content, Message, Part

ROLES = ("system", "user", "assistant", "tool")
TAKEN_IN_MESSAGES = frozenset(
    ("role", "content", "name", "speaker", "train", "weight", "loss", "alternatives")
    + ("reasoning_content", "reasoning", "thinking")
)
"""Keys of a message that mean something, and so are no other members."""
TAKEN_IN_ENTRIES = frozenset(("messages", "tags"))
"""Keys of an entry that mean something."""

WORDS = st.sampled_from(("harbour", "lamp", "Mira", "*nods*", "é", "你好", "🙂", "\u2028", "\n", "\t", '"', "\\", "  ", ","))
TEXT = st.one_of(
    st.lists(WORDS, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
)
"""Texts that are valid Unicode, with what JSON must escape and what line splitters trip over."""
ODD_TEXT = st.text(max_size=20) | st.text(st.characters(categories=("Cs", "Cc", "Zl", "Zp")), max_size=4)
"""Texts that may hold lone surrogates and control characters."""
NAME = st.sampled_from(("Mira", "Orsk", "the narrator", "Player", "AI", "你"))
NUMBER = st.sampled_from(("0", "-1", "1.5", "1E5", "990674710399052700", "12345678901234567890123", "1e-7"))

JSON = st.recursive(
    st.one_of(
        st.sampled_from((NULL, JsonText(b"true"), JsonText(b"false"))),
        NUMBER.map(lambda number: JsonText(number.encode())),
        TEXT.map(encode_text),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: JsonText(b"[" + b",".join(items) + b"]")),
        st.lists(st.tuples(TEXT, inner), max_size=3, unique_by=lambda member: member[0]).map(
            lambda members: JsonText(b"{" + b",".join(encode_text(key) + b":" + raw for key, raw in members) + b"}")
        ),
    ),
    max_leaves=6,
)
"""One JSON value in compact form."""


def json_values(*, text: st.SearchStrategy[str] = TEXT) -> st.SearchStrategy[object]:
    """Return a strategy for parsed JSON values."""
    return st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), text),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=8,
    )


def json_lines() -> st.SearchStrategy[bytes]:
    """Return a strategy for one JSON value as one line of UTF-8."""
    return json_values().map(lambda value: json.dumps(value, ensure_ascii=False).encode())


def members(*, taken: frozenset[str] = frozenset()) -> st.SearchStrategy[Members]:
    """Return a strategy for other members, none of them with a key that is taken."""
    keys = st.sampled_from(("id", "source", "gen_id", "tools", "from", "value", "input", "system", "metadata")) | TEXT
    pairs = st.tuples(keys.filter(lambda key: key not in taken), JSON)
    return st.lists(pairs, max_size=2, unique_by=lambda member: member[0]).map(tuple)


def texts(*, text: st.SearchStrategy[str] = TEXT, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a strategy for a few texts."""
    return st.lists(text, max_size=most).map(tuple)


PART = st.one_of(
    TEXT.map(
        lambda text: Part(kind="text", text=text, raw=JsonText(b'{"type":"text","text":' + encode_text(text) + b"}"))
    ),
    TEXT.map(
        lambda text: Part(kind="image_url", text=None, raw=JsonText(b'{"type":"image_url","url":' + encode_text(text) + b"}"))
    ),
)
CONTENT: st.SearchStrategy[Content] = st.one_of(
    TEXT,
    TEXT,
    TEXT,
    st.none(),
    st.lists(PART, max_size=3).map(tuple),
    st.sampled_from((JsonText(b"5"), JsonText(b'{"odd":1}'), JsonText(b"true"))),
)
"""What a message's content may be; text more often than not."""

PLAIN_MESSAGE = st.builds(Message.plain, st.sampled_from(("user", "assistant", "system")), TEXT)
"""A role and a text, nothing else."""

MESSAGE = st.builds(
    Message,
    role=st.sampled_from(ROLES) | NAME,
    content=CONTENT,
    speaker=st.none() | NAME,
    train=st.none() | st.booleans(),
    alternatives=texts(),
    reasoning=st.none() | TEXT,
    extra=members(taken=TAKEN_IN_MESSAGES),
)
"""A message as rich as one can be."""

PLAIN_ENTRY = st.builds(
    lambda system, exchanges, tags: Entry(
        messages=tuple(
            Message.plain(role, text)
            for role, text in (*system, *(turn for pair in exchanges for turn in pair))
        ),
        tags=tags,
    ),
    st.lists(st.tuples(st.just("system"), TEXT), max_size=1),
    st.lists(st.tuples(st.tuples(st.just("user"), TEXT), st.tuples(st.just("assistant"), TEXT)), min_size=1, max_size=3),
    texts(text=NAME),
)
"""An optional system prompt, then user and assistant in turn."""

ENTRY = st.builds(
    Entry,
    messages=st.lists(MESSAGE, max_size=5).map(tuple),
    tags=texts(text=NAME),
    note=st.just("") | TEXT,
    extra=members(taken=TAKEN_IN_ENTRIES),
)
"""An entry as odd as one can be."""

ENTRIES = PLAIN_ENTRY | ENTRY
"""Plain and odd entries."""


def message_line(entry: Entry) -> bytes:
    """Return a plain entry as a line in the messages format, put together without the code under test."""
    turns = b",".join(
        b'{"role":%b,"content":%b}' % (encode_text(message.role), encode_text(message.text)) for message in entry.messages
    )
    return b'{"messages":[%b],"tags":%b}' % (turns, encode_texts(entry.tags))
