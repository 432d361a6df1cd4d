"""Entries are the same when they teach the same, and only then."""

import pytest

from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.sameness import sameness

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
    assert sameness(_entry(FIRST)) == sameness(_entry(FIRST.replace(old, new)))


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
        ('"content":"Almost."', '"content":null'),
        ('"role":"assistant"', '"role":"Wick"'),
    ],
)
def test_what_teaches_something_else_is_another(old: str, new: str) -> None:
    assert old in FIRST
    assert sameness(_entry(FIRST)) != sameness(_entry(FIRST.replace(old, new)))


def test_system_prompts_can_be_left_out() -> None:
    other = FIRST.replace("Be kind.", "Be brief.")
    assert sameness(_entry(FIRST), ignore_system=True) == sameness(_entry(other), ignore_system=True)


def test_entries_of_custom_roles_alone_are_not_all_the_same() -> None:
    lines = [
        f'{{"messages":[{{"role":"Wick","content":"Is it late?"}},{{"role":"Ines","content":"{text}"}}]}}'
        for text in ("Almost.", "Not yet.", "Ask the heron.")
    ]
    assert len({sameness(_entry(line)) for line in lines}) == 3
    assert len({sameness(_entry(line), ignore_system=True) for line in lines}) == 3


def test_a_number_is_not_its_text() -> None:
    text = '{"messages":[{"role":"user","content":"5"}]}'
    assert sameness(_entry(text)) != sameness(_entry(text.replace('"5"', "5")))
