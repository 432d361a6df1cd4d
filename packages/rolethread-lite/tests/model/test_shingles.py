"""How alike two entries are: turns and system prompts apart, and nothing else that is learned may differ."""

import pytest

from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.shingles import likeness_of, read_shingles

LINE = (
    '{"messages":[{"role":"system","content":"You keep the bridge in rain and snow."},'
    '{"role":"user","content":"Who keeps the bridge on Sundays?"},'
    '{"role":"assistant","content":"The heron does, on weekdays; on Sundays nobody dares."}]}'
)


def _entry(text: str) -> Entry:
    item = read_line(text.encode()).item
    assert isinstance(item, Entry)
    return item


def _likeness(one: str, other: str, *, ignore_system: bool = False) -> float:
    entries = (_entry(one), _entry(other))
    return likeness_of(*(read_shingles(entry, ignore_system=ignore_system) for entry in entries))


@pytest.mark.parametrize(
    ("old", "new", "likeness"),
    [
        ("bridge on", "BRIDGE, on", 1.0),
        ('"messages"', '"id":7,"tags":["a"],"messages"', 1.0),
        ("nobody dares", "nobody tries", 10 / 12),  # one of eleven threes is another
        ("Who keeps", "Who holds", 9 / 13),
        ("rain and snow", "sun and snow", 3 / 9),  # of the prompt; the turns are the same
        ('"role":"user"', '"role":"Mira"', 7 / 15),
        ("]}", '],"chosen":"a"}', 0.0),
        ('Sundays?"', 'Sundays?","tool_calls":[1]', 0.0),
        ('"Who keeps the bridge on Sundays?"', "7", 0.0),
    ],
)
def test_likeness(old: str, new: str, likeness: float) -> None:
    assert old in LINE
    other = LINE.replace(old, new)
    assert _likeness(LINE, other) == pytest.approx(likeness)
    assert _likeness(other, LINE) == pytest.approx(likeness)


def test_another_system_prompt_makes_another_entry_unless_it_is_ignored() -> None:
    other = LINE.replace("You keep the bridge in rain and snow.", "Speak in riddles.")
    assert _likeness(LINE, other) == 0.0
    assert _likeness(LINE, other, ignore_system=True) == 1.0


def test_short_turns_are_compared_as_a_whole() -> None:
    line = '{"messages":[{"role":"user","content":"Late?"},{"role":"assistant","content":"Yes."}]}'
    assert _likeness(line, line.replace("Yes", "No")) == pytest.approx(1 / 3)


def test_without_words_there_is_nothing_to_compare() -> None:
    assert read_shingles(_entry('{"messages":[{"role":"user","content":"..."}]}')).turns == set()
    assert read_shingles(_entry('{"messages":[]}')).turns == set()
