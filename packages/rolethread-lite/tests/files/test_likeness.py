"""Entries are the same when they teach the same, and only then."""

import pytest

from rolethread_lite.files.likeness import likeness
from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.entry import Entry

FIRST = (
    '{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Is it late?"},'
    '{"role":"assistant","content":"Almost."}]}'
)


def _entry(text: str) -> Entry:
    item = read_line(text.encode()).item
    assert isinstance(item, Entry)
    return item


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Is it late?", "  Is  it\\nlate? "),
        ('"messages"', '"id":"7","messages"'),
        ("]}", '],"tags":["cosy"]}'),
        ('"content":"Almost."', '"content":"Almost.","name":"Wick"'),
    ],
)
def test_what_teaches_the_same_is_the_same(old: str, new: str) -> None:
    assert old in FIRST
    assert likeness(_entry(FIRST)) == likeness(_entry(FIRST.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("late", "Late"),
        ("Be kind.", "Be brief."),
        ('"role":"assistant"', '"role":"user"'),
        ('"content":"Almost."', '"content":"Almost.","tool_calls":[{"id":"a"}]'),
        ('"content":"Almost."', '"content":[{"type":"text","text":"Almost."},{"type":"image","url":"a"}]'),
        ("]}", '],"chosen":"a"}'),
        ('"}]', '"},{"role":"user","content":""}]'),
    ],
)
def test_what_teaches_something_else_is_another(old: str, new: str) -> None:
    assert old in FIRST
    assert likeness(_entry(FIRST)) != likeness(_entry(FIRST.replace(old, new)))


def test_system_prompts_can_be_left_out() -> None:
    other = FIRST.replace("Be kind.", "Be brief.")
    assert likeness(_entry(FIRST), ignore_system=True) == likeness(_entry(other), ignore_system=True)
