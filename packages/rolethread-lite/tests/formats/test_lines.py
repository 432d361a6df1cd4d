"""One line becomes an entry or a record, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record, RecordReason

NESTED = 10_000
LONG = 3_000_000


@pytest.mark.parametrize(
    "line",
    [
        b"[" * NESTED + b"]" * NESTED,
        b"[" * NESTED,
        b'{"a":' * NESTED + b"1" + b"}" * NESTED,
        b'{"conversations":' + b"[" * NESTED + b"]" * NESTED + b"}",
        b'{"instruction":' + b"[" * NESTED + b"]" * NESTED + b',"output":"x"}',
        b'{"messages":' + b"[" * NESTED + b"]" * NESTED + b"}",
    ],
)
def test_deep_nesting_is_kept_as_a_record(line: bytes) -> None:
    read = read_line(line)
    assert isinstance(read.item, Record)
    assert read.line == read.item.raw == line
    assert len(read.item.detail) < 200


def test_deep_nesting_in_another_member_leaves_the_entry_readable() -> None:
    deep = b"[" * NESTED + b"]" * NESTED
    read = read_line(b'{"conversations":[{"from":"human","value":"Hi"}],"tree":' + deep + b"}")
    assert isinstance(read.item, Entry)
    assert read.item.get_extra("tree") == deep if hasattr(read.item, "get_extra") else deep in read.line
    assert read_stored(read.line) == read.item


def test_a_very_long_line_is_read() -> None:
    text = "y" * LONG
    item = read_line(b'{"prompt":"x","completion":"' + text.encode() + b'"}').item
    assert isinstance(item, Entry)
    assert item.messages[1].text == text


def test_a_very_long_key_is_named_by_its_beginning() -> None:
    item = read_line(b'{"' + b"k" * LONG + b'":1}').item
    assert isinstance(item, Record)
    assert item.detail.endswith("kkk…")
    assert len(item.detail) < 100


def test_lone_surrogates_are_read_and_written_as_escapes() -> None:
    read = read_line(b'{"conversations":[{"from":"human","value":"Hi \\ud83d"}]}')
    assert isinstance(read.item, Entry)
    assert read.item.messages[0].text == "Hi \ud83d"
    assert read.line == b'{"messages":[{"role":"user","content":"Hi \\ud83d"}]}'


def test_bytes_that_are_not_utf8_become_a_record() -> None:
    item = read_line(b'{"messages":[{"role":"user","content":"\xff"}]}').item
    assert isinstance(item, Record)
    assert item.reason is RecordReason.BROKEN_JSON


@given(st.binary(max_size=60))
def test_any_bytes_are_kept(line: bytes) -> None:
    read = read_line(line)
    if isinstance(read.item, Record):
        assert read.line == line == read.item.raw
        assert read_stored(line) == read.item
