"""Entries written for others: strict JSON, all of it or only what is learned from, and what is left out."""

import json

import pytest

from rolethread_lite.formats import get_format
from rolethread_lite.formats.lines import read_line
from rolethread_lite.formats.writing import losses_of, strict, write_entry
from rolethread_lite.model.entry import Entry


def _read(line: str) -> Entry:
    item = read_line(line.encode()).item
    assert isinstance(item, Entry)
    return item


def _clean(line: str, name: str) -> str:
    return write_entry(_read(line), form=get_format(name), clean=True).decode()


RICH = (
    '{"id":1,"messages":[{"content":"Hi.","role":"user","name":"Alex","mood":"dry"},'
    '{"role":"assistant","content":null,"tool_calls":[{"id":"c1"}],"weight":0},'
    '{"role":"tool","content":"low","tool_call_id":"c1"},'
    '{"role":"assistant","content":"Low.","alternatives":["Lo."],"reasoning_content":"Hm."}],'
    '"tools":[{"type":"function"}],"tags":["sea"],"_rolethread":{"native":true},"label":true}'
)


def test_a_clean_line_holds_what_is_learned_from_in_its_order() -> None:
    assert _clean(RICH, "messages") == (
        '{"messages":[{"content":"Hi.","role":"user","name":"Alex"},'
        '{"role":"assistant","content":null,"tool_calls":[{"id":"c1"}],"weight":0},'
        '{"role":"tool","content":"low","tool_call_id":"c1"},'
        '{"role":"assistant","content":"Low.","reasoning_content":"Hm."}],'
        '"tools":[{"type":"function"}],"label":true}'
    )
    lost = ("tags", "the member 'id'", "the member '_rolethread'", "alternatives", "other members of messages")
    assert losses_of(_read(RICH), form=get_format("messages"), clean=True) == lost
    assert losses_of(_read(RICH), form=get_format("messages"), clean=False) == ()


def test_a_line_that_is_not_clean_holds_everything() -> None:
    assert write_entry(_read(RICH), form=get_format("messages"), clean=False).decode() == RICH


def test_a_clean_line_keeps_the_words_and_halves_of_its_format() -> None:
    shared = '{"id":1,"conversations":[{"from":"observation","value":"low","n":1}]}'
    assert _clean(shared, "sharegpt") == '{"conversations":[{"from":"observation","value":"low"}]}'
    assert _clean(shared, "messages") == '{"messages":[{"role":"tool","content":"low"}]}'
    row = '{"instruction":"Say it.","input":"Low tide.","output":"Out.","id":1,"tags":[]}'
    assert _clean(row, "alpaca") == '{"instruction":"Say it.","input":"Low tide.","output":"Out."}'


def test_a_member_that_is_left_out_does_not_shape_the_line() -> None:
    line = '{"messages":[{"role":"user","content":"Hi."}],"conversations":[],"id":1}'
    assert _clean(line, "sharegpt") == '{"conversations":[{"from":"human","value":"Hi."}]}'


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (b'{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN -Infinity"}', b'{"a":null,"b":[null,null],"c":"NaN -Infinity"}'),
        (b'{"a":"\\ud83d"}', b'{"a":"\xef\xbf\xbd"}'),
        (b'{"a":"\\ude00\\ud83d"}', b'{"a":"\xef\xbf\xbd\xef\xbf\xbd"}'),
        (b'{"a":"x\\ud83d\\ude00\\udc00"}', b'{"a":"x\\ud83d\\ude00\xef\xbf\xbd"}'),
        (b'{"a":"\\\\ud83d","n":NaN}', b'{"a":"\\\\ud83d","n":null}'),
        (b'{"\\ud83d":"\\"NaN"}', b'{"\xef\xbf\xbd":"\\"NaN"}'),
        (b'{"a":"\xed\xa0\xbd"}', b'{"a":"\xef\xbf\xbd"}'),
        (b'{"n":990674710399052700123,"e":1E5,"a":1,"a":2}', b'{"n":990674710399052700123,"e":1E5,"a":1,"a":2}'),
    ],
)
def test_what_json_does_not_have_is_replaced_and_nothing_else(line: bytes, written: bytes) -> None:
    assert strict(line) == written
    assert strict(written) == written
    json.loads(written)


def test_what_is_replaced_is_named() -> None:
    entry = _read('{"messages":[{"role":"user","content":"\\ud83d"}],"n":NaN}')
    form = get_format("messages")
    assert losses_of(entry, form=form, clean=False) == ("characters and numbers that JSON does not have",)
    assert write_entry(entry, form=form, clean=False) == (
        '{"messages":[{"role":"user","content":"\ufffd"}],"n":null}'.encode()
    )
