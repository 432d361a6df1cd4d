"""Repairs change what they repair, and nothing else in the file."""

import json
from collections.abc import Callable

import pytest

from rolethread_lite.files.fix import Fix
from rolethread_lite.rules import select_rules

GOOD = b'{"messages": [{"role": "user", "content": "Who\\u2019s there?"}], "n": 1E5, "tags": []}'
BAD = b'{"id": 7, "messages": [{"role": "user", "content": "Is it late?  "}], "n": 1E5, "tags": ["a"]}'
FIXED = BAD.replace(b"late?  ", b"late?")
CODES = select_rules(["RT301"])


def _fixed(content: bytes, reader: Callable, *, unsafe: bool = False) -> bytes:
    return b"".join(Fix(reader(content), codes=CODES, unsafe=unsafe).chunks())


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_only_what_is_repaired_changes(mark: bytes, end: bytes, reader: Callable) -> None:
    content = mark + end.join((GOOD, b"", BAD, b'{"broken', b"[1,  2]", GOOD))
    assert _fixed(content, reader) == content.replace(BAD, FIXED)


def test_a_list_stays_a_list(reader: Callable) -> None:
    rows = [json.loads(row) for row in (GOOD, BAD, GOOD)]
    content = json.dumps(rows, indent=2).encode()
    assert _fixed(content, reader) == content.replace(b"late?  ", b"late?")


def test_a_clean_file_is_given_back(reader: Callable) -> None:
    assert _fixed(GOOD + b"\n" + GOOD, reader) == GOOD + b"\n" + GOOD


def test_repairing_twice_is_repairing_once(reader: Callable) -> None:
    once = _fixed(BAD + b"\n" + GOOD, reader)
    assert _fixed(once, reader) == once


def test_what_was_put_right_is_counted(reader: Callable) -> None:
    fix = Fix(reader(b"\n".join((GOOD, BAD, b"[1]", BAD))), codes=CODES)
    changes = list(fix.changes())
    assert [change.spot.line for change in changes] == [2, 4]
    assert [change.codes for change in changes] == [("RT301",), ("RT301",)]
    assert (fix.entries, fix.records, fix.changed, fix.repairs) == (3, 1, 2, {"RT301": 2})
    assert list(fix.changes()) == changes
    assert fix.changed == 2


def test_a_line_in_latin_1_is_written_in_utf_8_only_when_it_is_repaired(reader: Callable) -> None:
    kept, mended = GOOD.replace(b"there", b"caf\xe9"), BAD.replace(b"late", b"caf\xe9")
    fixed = _fixed(kept + b"\n" + mended, reader)
    assert fixed == kept + b"\n" + FIXED.replace(b"late", "caf\u00e9".encode())


def test_what_would_be_asked_about_is_only_repaired_when_wanted(reader: Callable) -> None:
    bad = '{"messages":[{"role":"user","content":"The caf\u00c3\u00a9 is shut."}]}'.encode()
    codes = select_rules(["RT307"])
    assert b"".join(Fix(reader(bad), codes=codes).chunks()) == bad
    bold = b"".join(Fix(reader(bad), codes=codes, unsafe=True).chunks())
    assert "caf\u00e9 is" in bold.decode()
