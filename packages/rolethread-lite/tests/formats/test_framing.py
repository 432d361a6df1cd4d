"""However values stand in a file, each is found once, on its line, and how the bytes arrive changes nothing."""

import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rolethread_lite.formats.framing import Frames, Framing

LINES, ARRAY, VALUES = Framing.LINES, Framing.ARRAY, Framing.VALUES
NESTED = 10_000
ROWS = 8000

CASES = {
    "nothing": (b"", LINES, []),
    "blank lines only": (b"\n \r\n\t\n", LINES, []),
    "one object": (b'{"a":1}', LINES, [(1, b'{"a":1}')]),
    "lines": (b'{"a": 1}\n{"b": 2}\n', LINES, [(1, b'{"a": 1}'), (2, b'{"b": 2}')]),
    "Windows line ends": (b'{"a":1}\r\n\r\n{"b":2}\r\n', LINES, [(1, b'{"a":1}'), (3, b'{"b":2}')]),
    "one carriage return only": (b'{"a":1}\r\r\n', LINES, [(1, b'{"a":1}\r')]),
    "blank lines before": (b'\n\n{"a":1}\n', LINES, [(3, b'{"a":1}')]),
    "other line separators": (
        '{"a":"x\u2028y\u2029z\x85w\x0b\x0c"}\n{"b":2}'.encode(),
        LINES,
        [(1, '{"a":"x\u2028y\u2029z\x85w\x0b\x0c"}'.encode()), (2, b'{"b":2}')],
    ),
    "lines that are lists": (b"[1]\n[2, 3]\n", LINES, [(1, b"[1]"), (2, b"[2, 3]")]),
    "scalars": (b'1\n"x"\nnull\n', LINES, [(1, b"1"), (2, b'"x"'), (3, b"null")]),
    "plain text": (b"Dear diary,\nit rained.\n", LINES, [(1, b"Dear diary,"), (2, b"it rained.")]),
    "a broken line among others": (
        b'{"a":1}\n{"b":\n{"c":3}',
        LINES,
        [(1, b'{"a":1}'), (2, b'{"b":'), (3, b'{"c":3}')],
    ),
    "a first line cut in a string": (b'{"a": "x\n{"b":2}\n', LINES, [(1, b'{"a": "x'), (2, b'{"b":2}')]),
    "a first line cut between members": (b'{"a": [1,\n{"b":2}\n', LINES, [(1, b'{"a": [1,'), (2, b'{"b":2}')]),
    "an array on one line": (b'[{"a": 1},{"b":[2]}]', ARRAY, [(1, b'{"a": 1}'), (1, b'{"b":[2]}')]),
    "an array with a line end": (b'[{"a":1}]\n\n', ARRAY, [(1, b'{"a":1}')]),
    "an array of lines": (b'[\n{"a":1},\n{"b":2}\n]\n', ARRAY, [(2, b'{"a":1}'), (3, b'{"b":2}')]),
    "a pretty array": (b'[\n  {\n    "a": "x  y"\n  },\n  7\n]', ARRAY, [(2, b'{"a":"x  y"}'), (5, b"7")]),
    "an array of scalars": (
        b'[1, "x,]", null,\n[2], true]',
        ARRAY,
        [(1, b"1"), (1, b'"x,]"'), (1, b"null"), (2, b"[2]"), (2, b"true")],
    ),
    "an empty array": (b"[]", ARRAY, []),
    "an array, then lines": (b'[1,\n2]\n{"a":1}\n', ARRAY, [(1, b"1"), (2, b"2"), (3, b'{"a":1}')]),
    "an array cut in a string": (b'[\n{"a":1},\n{"b":"x', ARRAY, [(2, b'{"a":1}'), (3, b'{"b":"x')]),
    "an array cut between items": (b'[{"a":1},\n{"b":2},\n', ARRAY, [(1, b'{"a":1}'), (2, b'{"b":2}')]),
    "a pretty array cut off": (
        b'[\n  {\n    "a": 1\n  },\n  {\n    "b": [\n      1,\n',
        ARRAY,
        [(2, b'{"a":1}'), (5, b'{\\n    "b": [\\n      1')],
    ),
    "an item with a bracket too few": (
        b'[\n  {\n    "a": [1\n  },\n  {\n    "b": 2\n  }\n]',
        ARRAY,
        [(2, b'{\\n    "a": [1\\n  }'), (5, b'{"b":2}')],
    ),
    "an item that never ends": (
        b'[\n  {"a": {"b": 1},\n  {"c": 2}\n]',
        ARRAY,
        [(2, b'{"a": {"b": 1}'), (3, b'{"c": 2}')],
    ),
    "words between items": (
        b'[{"a":1} and {"b":2},\n{"c":3}]',
        ARRAY,
        [(1, b'{"a":1}'), (1, b'and {"b":2}'), (2, b'{"c":3}')],
    ),
    "a pretty object": (b'{\n  "a": [1,\r\n 2]\n}\n', VALUES, [(1, b'{"a":[1,2]}')]),
    "pretty objects": (b'{\n"a": 1\n}\n{\n"b": 2\n}', VALUES, [(1, b'{"a":1}'), (4, b'{"b":2}')]),
    "objects side by side": (
        b'{"a":1}{"b": "}{"} {"c":3}\n{"d":4}',
        VALUES,
        [(1, b'{"a":1}'), (1, b'{"b": "}{"}'), (1, b'{"c":3}'), (2, b'{"d":4}')],
    ),
    "lines with commas behind": (b'{"a":1},\n{"b":2},\n', VALUES, [(1, b'{"a":1}'), (2, b'{"b":2}')]),
    "words between objects": (
        b'{"a":1}{"b":2}\nand then\n{"c":3}',
        VALUES,
        [(1, b'{"a":1}'), (1, b'{"b":2}'), (2, b"and then"), (3, b'{"c":3}')],
    ),
    "a pretty object cut off": (b'{\n  "a": 1,\n  "b": [', VALUES, [(1, b'{\\n  "a": 1,\\n  "b": [')]),
    "escapes": (b'[{"a":"\\\\"},{"b":"\\"]"}]', ARRAY, [(1, b'{"a":"\\\\"}'), (1, b'{"b":"\\"]"}')]),
}


def _cut(text: bytes, size: int) -> Iterator[bytes]:
    return (text[place : place + size] for place in range(0, len(text), size))


def _framed(text: bytes, size: int) -> tuple[Framing, int, list[tuple[int, bytes]]]:
    frames = Frames(_cut(text, size))
    found = [(line.number, line.raw) for line in frames.lines()]
    return frames.framing, frames.blank_lines, found


@pytest.mark.parametrize("name", CASES)
def test_values_are_found_where_they_stand(name: str) -> None:
    text, framing, expected = CASES[name]
    for size in range(1, len(text) + 2):
        found = _framed(text, size)
        assert (found[0], found[2]) == (framing, expected), f"in chunks of {size}"


def test_blank_lines_are_counted() -> None:
    assert _framed(b'\n{"a":1}\n  \n\r\n{"b":2}\n', 5)[1] == 3


PIECES = st.sampled_from(
    [
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\",
        b"\n",
        b"\r\n",
        b" ",
        b'"a"',
        b"1",
        b'{"a":1}',
        b"\xc3\xa9",
        b"\xff",
        b"nul",
    ]
)
JUNK = st.lists(PIECES, max_size=40).map(b"".join) | st.binary(max_size=40)


@given(JUNK, st.integers(1, 9))
@example(b'{"\\', 1)
@example(b'[{"a":1}x\n]', 3)
def test_chunks_change_nothing(text: bytes, size: int) -> None:
    assert _framed(text, size) == _framed(text, max(1, len(text)))


@given(JUNK)
def test_no_byte_of_content_disappears(text: bytes) -> None:
    """Brackets and commas around values may go, and line breaks become escapes; everything else is in some line."""
    kept = b"".join(raw for _, raw in _framed(text, 7)[2])
    for byte in set(text) - set(b" \t\r\n,[]"):
        assert kept.count(byte) >= text.count(byte)


@given(JUNK)
def test_every_line_is_one_line_with_something_on_it(text: bytes) -> None:
    framing, _, found = _framed(text, 4)
    assert all(b"\n" not in raw and raw.strip() for _, raw in found)
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    assert all(text.split(b"\n")[number - 1].strip() for number, _ in found)
    if framing is LINES:
        assert [raw for _, raw in found] == [
            line.removesuffix(b"\r") for line in text.split(b"\n") if line.strip(b" \t\r\n")
        ]


ROW = st.dictionaries(st.text(max_size=4), st.text(max_size=8) | st.lists(st.integers(), max_size=3), max_size=3)
INDENT = st.sampled_from((None, 0, 1, 4))


@given(st.lists(ROW, min_size=2, max_size=5), INDENT, st.integers(1, 30))
def test_rows_survive_an_array_of_any_indentation(rows: list[dict[str, object]], indent: int | None, size: int) -> None:
    text = json.dumps(rows, indent=indent, ensure_ascii=False).encode()
    assert [json.loads(raw) for _, raw in _framed(text, size)[2]] == rows


@given(st.lists(ROW, min_size=1, max_size=5), INDENT, st.sampled_from(("", "\n", " ", "\n\n")), st.integers(1, 30))
def test_rows_survive_one_after_another(
    rows: list[dict[str, object]], indent: int | None, between: str, size: int
) -> None:
    text = between.join(json.dumps(row, indent=indent) for row in rows).encode()
    if not (indent is not None and any(rows) and not rows[0]):  # an empty first row looks like a line
        assert [json.loads(raw) for _, raw in _framed(text, size)[2]] == rows


@pytest.mark.parametrize("opening", [b"", b"[\n", b"{\n}\n"])
def test_deep_nesting_is_just_a_long_value(opening: bytes) -> None:
    deep = b'{"a":' + b"[" * NESTED + b"]" * NESTED + b"}"
    found = _framed(opening + deep + b"\n", 1000)[2]
    assert deep in [raw for _, raw in found]


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [(b"", b"\n", b""), (b"[", b",", b"]"), (b"[\n ", b",\n ", b"\n]"), (b"", b"", b""), (b"{\n}", b"\n", b"")],
    ids=["lines", "array on one line", "array", "side by side", "values"],
)
def test_memory_does_not_grow_with_the_file(before: bytes, between: bytes, after: bytes) -> None:
    row = json.dumps({"messages": [{"role": "user", "content": "Is the ferry late? " * 50}]}).encode()

    def chunks() -> Iterator[bytes]:
        yield before + row
        for _ in range(ROWS):
            yield between + row
        yield after

    frames = Frames(chunks())
    tracemalloc.start()
    count = sum(line.raw == row for line in frames.lines())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= ROWS
    # A list on one line is looked at for 1 MiB before it is taken for an array.
    assert peak < 3_300_000 < ROWS * len(row)


def test_a_very_long_line_is_one_value() -> None:
    text = b'{"a":"' + b"\\n" * 2_000_000 + b'"}'
    assert _framed(text, 1 << 16)[2] == [(1, text)]
