"""A line is kept in two pieces and put together byte for byte."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from strategies import texts

from rolethread_lite.model.json_text import encode_texts
from rolethread_lite.store.lines import NO_TAGS, TAGS_INSIDE, cut, join, read_tags, write_tags

_KEYS = ('"tags"', '"tags"', '"t\\u0061gs"', '"x\\"tags"', '"messages"', '"a"', '"Tags"', '"tags "', '"\\\\"')
_VALUES = (
    "[]",
    '["inn"]',
    '[ "inn" ,\t"calm" ]',
    '["\\ud800","\\"tags\\""]',
    '"tags"',
    '["a",1]',
    "null",
    '{"tags":["inner"]}',
    '[{"tags" : [ "deep" ]}]',
    '"\\"tags\\":[]"',
    '"\\\\"',
    "NaN",
    "1E5",
)
_SPACES = ("", "", " ", "\t", "  ")


@st.composite
def _objects(draw: st.DrawFn) -> bytes:
    """Return JSON objects, oddly spaced, with `tags` wherever they may stand."""
    space = st.sampled_from(_SPACES)
    members = [
        "".join((draw(space), key, draw(space), ":", draw(space), value, draw(space)))
        for key, value in draw(st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from(_VALUES)), max_size=4))
    ]
    return "".join((draw(space), "{", draw(space), ",".join(members), "}", draw(space))).encode()


def _anything() -> SearchStrategy[bytes]:
    pieces = st.sampled_from(
        (b'"tags"', b":", b"[", b"]", b"{", b"}", b'"', b"\\", b",", b" ", b"\xff", b"a", b"\\u0061")
    )
    return st.one_of(_objects(), st.binary(max_size=40), st.lists(pieces, max_size=14).map(b"".join))


@given(line=_anything(), is_record=st.booleans())
@example(line=b'{"messages":[],"tags":["\xff"]}', is_record=False)
@example(line=b'{"messages":[],"tags":["\xed\xa0\x80"]}', is_record=False)
@example(line=b'{"tags":[]}{"tags":[]}', is_record=False)
@example(line=b'{"t\\u0061gs":[],"x\\"tags":[]}', is_record=False)
def test_a_cut_line_is_joined_to_the_same_bytes(line: bytes, *, is_record: bool) -> None:
    pieces = cut(line, is_record=is_record)
    assert join(pieces.body, pieces.tags, pieces.hole) == line


@given(line=_anything())
def test_a_record_is_kept_whole(line: bytes) -> None:
    assert cut(line, is_record=True) == (line, None, NO_TAGS, ())


@given(line=_objects())
@example(line=b'{"x\\"tags":["q"]}')
@example(line=b'{"tags":[],"t\\u0061gs":["q"]}')
@example(line=b'{"tags" : ["a"], "m": [1, {"tags":["b"]}]}')
@example(line=b'{"t\\u0061gs":["escaped"]}')
def test_the_tags_are_those_that_json_says(line: bytes) -> None:
    members: list[tuple[str, object]] = json.loads(line, object_pairs_hook=lambda pairs: pairs)
    values = [value for key, value in members if key == "tags"]
    pieces = cut(line, is_record=False)
    if pieces.hole >= 0:
        assert [list(pieces.names)] == values
        assert json.loads(pieces.tags or "") == values[0]
    else:
        is_list = len(values) == 1 and isinstance(values[0], list) and all(isinstance(tag, str) for tag in values[0])
        assert [*pieces.names] == (values[0] if is_list else [])
        assert pieces.hole == (TAGS_INSIDE if values else NO_TAGS)


@example(line=b'{"t\\u0061gs":[],"x\\"tags":[]}', tags=("a",))
@given(line=_objects(), tags=st.lists(texts(lone_surrogates=True), max_size=3).map(tuple))
def test_tags_are_set_and_taken_away_and_nothing_else_moves(line: bytes, tags: tuple[str, ...]) -> None:
    pieces = cut(line, is_record=False)
    if pieces.hole == TAGS_INSIDE:
        return
    set_line = join(pieces.body, write_tags(tags, hole=pieces.hole), pieces.hole)
    assert _members(set_line, but="tags") == _members(line, but="tags")
    assert tuple(json.loads(set_line).get("tags", ())) == tags
    assert b"\n" not in set_line
    cleared = join(pieces.body, write_tags((), hole=pieces.hole), pieces.hole)
    assert cleared == (line if pieces.hole == NO_TAGS else pieces.body)
    assert cut(set_line, is_record=False).names == tags


def _members(line: bytes, *, but: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, object]] = json.loads(line, object_pairs_hook=lambda pairs: pairs)
    return [(key, json.dumps(value)) for key, value in pairs if key != but]


@pytest.mark.parametrize(
    ("kept", "tags"),
    [
        (None, ()),
        ("[]", ()),
        ('["a", "b"]', ("a", "b")),
        ('["a",1]', None),
        ('{"a":1}', None),
        ('"a"', None),
        ("[", None),
    ],
)
def test_only_a_list_of_texts_is_a_list_of_tags(kept: str | None, tags: tuple[str, ...] | None) -> None:
    assert read_tags(kept) == tags


@given(tags=st.lists(texts(lone_surrogates=True)).map(tuple))
def test_tags_are_read_as_they_were_written(tags: tuple[str, ...]) -> None:
    assert read_tags(encode_texts(tags).decode()) == tags
