"""What a format cannot carry is counted before anything is written."""

import json
from collections.abc import Callable

from rolethread_lite.files.convert import Conversion
from rolethread_lite.formats import get_format

PLAIN = b'{"messages":[{"role":"user","content":"Is it late?"}]}'
RICH = (
    b'{"id":1,"messages":[{"role":"user","content":"Is it late?","name":"Ro"},'
    b'{"role":"assistant","content":"Almost.","train":false,"alternatives":["No."],"x":1}],"tags":["a"],"tools":[]}'
)


def test_messages_lose_nothing(reader: Callable) -> None:
    conversion = Conversion([reader(RICH + b"\n[1]\n" + PLAIN)], to=get_format("messages"))
    assert conversion.report.losses == ()
    assert list(conversion.lines()) == [RICH, b"[1]", PLAIN]
    assert conversion.report.writes_records


def test_clean_lines_hold_what_is_taught_and_the_rest_is_counted(reader: Callable) -> None:
    conversion = Conversion([reader(RICH + b"\n[1]\n" + PLAIN)], to=get_format("messages"), clean=True)
    first, second = conversion.lines()
    assert json.loads(first) == {
        "messages": [
            {"role": "user", "content": "Is it late?", "name": "Ro"},
            {"role": "assistant", "content": "Almost.", "train": False},
        ],
        "tools": [],
    }
    assert second == PLAIN
    assert {loss.kind: loss.entries for loss in conversion.report.losses} == {
        "tags": 1,
        "alternatives": 1,
        "the member 'id'": 1,
        "other members of messages": 1,
    }
    assert conversion.report.records == 1


def test_files_follow_one_another(reader: Callable) -> None:
    conversion = Conversion([reader(PLAIN, "1"), reader(RICH, "2")], to=get_format("messages"))
    assert list(conversion.lines()) == [PLAIN, RICH]
    assert [file.entries for file in conversion.report.files] == [1, 1]
