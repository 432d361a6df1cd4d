"""A file taken apart is put together again byte for byte, and every entry is found in it."""

import gzip
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.pieces import pieces_of

ROW = b'{"messages": [{"role": "user", "content": "a]b}c\\"d"}]}'
FILES = {
    "lines": ROW + b"\n" + ROW + b"\n",
    "no last newline": ROW + b"\n" + ROW,
    "crlf": ROW + b"\r\n" + ROW + b"\r\n",
    "byte order mark": b"\xef\xbb\xbf" + ROW + b"\n",
    "blank lines": b"\n\n" + ROW + b"\n  \n\t\n" + ROW + b"\n\n\n",
    "records": b'"a"\n[1,2]\nnull\n{"broken\n' + ROW,
    "latin-1": ROW + b"\n" + ROW.replace(b"a]b", b"caf\xe9") + b"\n",
    "array": b"[" + ROW + b"," + ROW + b"]",
    "spaced array": b"\n[ \n " + ROW + b" ,\n  " + ROW + b"\n]\n",
    "indented array": json.dumps([json.loads(ROW)] * 3, indent=2).encode() + b"\n",
    "indented object": json.dumps(json.loads(ROW), indent=4).encode(),
    "objects": json.dumps(json.loads(ROW), indent=1).encode() * 2,
    "array of everything": b'[1, "a,]", ' + ROW + b', [1, [2]], null, {"a": {}}]',
    "empty": b"",
    "blank": b" \n\n",
    "empty array": b"[]\n",
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_pieces_are_the_file(content: bytes, reader: Callable) -> None:
    source = reader(content)
    pieces = list(pieces_of(source))
    assert b"".join(piece.before + piece.raw for piece in pieces) == content
    assert [piece.line for piece in pieces if piece.spot] == [row.raw for row in source.raw_rows()]
    assert all(piece.raw for piece in pieces if piece.spot)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        st.recursive(
            st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        ),
        max_size=4,
    ),
    indent=st.sampled_from([None, 1, 2]),
)
def test_lists_of_anything_are_put_together_again(values: list[object], indent: int | None, reader: Callable) -> None:
    content = json.dumps(values, indent=indent).encode()
    source = reader(content)
    try:
        pieces = list(pieces_of(source))
    except InvalidValue:
        return
    assert b"".join(piece.before + piece.raw for piece in pieces) == content


@pytest.mark.parametrize(
    "content", [gzip.compress(ROW + b"\n", mtime=0), (ROW + b"\n").decode().encode("utf-16")], ids=["gzip", "utf-16"]
)
def test_other_encodings_are_refused(content: bytes, reader: Callable) -> None:
    with pytest.raises(InvalidValue) as caught:
        list(pieces_of(reader(content)))
    assert "convert" in caught.value.advice
