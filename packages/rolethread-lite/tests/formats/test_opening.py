"""Whatever a file's compression and encoding, its lines come out as UTF-8, and what is no text is refused in words."""

import codecs
import errno
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.opening import Source, SourceFacts, open_source, open_stream
from rolethread_lite.model import zstd

TEXT = '{"text":"Grüße aus dem Hafen, 你好 🙂"}\n\n{"text":"zwei"}\r\n'
LINES = ['{"text":"Grüße aus dem Hafen, 你好 🙂"}', '{"text":"zwei"}']


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, as pipes do."""

    def __init__(self, content: bytes, most: int) -> None:
        self._rest = content
        self._most = most

    def read(self, size: int = -1) -> bytes:
        """Return the next few bytes, none at the end."""
        end = self._most if size < 0 else min(size, self._most)
        taken, self._rest = self._rest[:end], self._rest[end:]
        return taken


def _read(content: bytes, *, most: int = 1 << 18) -> tuple[list[tuple[int, str]], SourceFacts]:
    with open_stream(Trickle(content, most)) as source:  # type: ignore[arg-type] (a raw stream reads just as well)
        lines = [(line.number, line.raw.decode()) for line in source.lines()]
    return lines, source.facts


def _zstd(content: bytes) -> bytes:
    return zstd.compress(content)


ENCODINGS = {
    "utf-8": (TEXT.encode(), "utf-8", False),
    "utf-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), "utf-8", True),
    "utf-16 little": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", True),
    "utf-16 big": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", True),
    "utf-16 little without a mark": (TEXT.encode("utf-16-le"), "utf-16-le", False),
    "utf-16 big without a mark": (TEXT.encode("utf-16-be"), "utf-16-be", False),
    "utf-32 little": (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le", True),
    "utf-32 big without a mark": (TEXT.encode("utf-32-be"), "utf-32-be", False),
}
PACKED = {
    "": lambda content: content,
    "gzip": gzip.compress,
    "zstd": _zstd,
}


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("most", [1, 7, 1 << 18])
def test_lines_are_utf8(name: str, packing: str, most: int) -> None:
    content, encoding, has_bom = ENCODINGS[name]
    lines, facts = _read(PACKED[packing](content), most=most)
    assert lines == [(1, LINES[0]), (3, LINES[1])]
    assert (facts.encoding, facts.has_bom, facts.compression) == (encoding, has_bom, packing)
    assert (facts.blank_lines, facts.latin1_lines, facts.framing) == (1, 0, "lines")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.sampled_from(list(PACKED)))
def test_any_text_survives_any_packing(text: str, packing: str) -> None:
    line = f'{{"a":"{text}"}}'
    assert _read(PACKED[packing](line.encode()), most=5)[0] == [(1, line)]
    assert _read(PACKED[packing](codecs.BOM_UTF16_LE + line.encode("utf-16-le")), most=5)[0] == [(1, line)]


@pytest.mark.parametrize("pack", [gzip.compress, _zstd], ids=["gzip", "zstd"])
def test_packed_files_one_after_another_are_one_file(pack: object) -> None:
    assert callable(pack)
    lines, _ = _read(pack(b'{"a":1}\n') + pack(b'{"b":2}\n'), most=9)
    assert lines == [(1, '{"a":1}'), (2, '{"b":2}')]


def test_zeros_behind_gzip_are_no_damage() -> None:
    assert _read(gzip.compress(b'{"a":1}', mtime=0) + bytes(600), most=50)[0] == [(1, '{"a":1}')]


def test_gzip_that_unfolds_a_thousandfold_is_read_in_pieces() -> None:
    text = b'{"a":"' + b"x" * 3_000_000 + b'"}\n'
    assert _read(gzip.compress(text * 3, mtime=0))[0] == [(place + 1, text.decode().strip()) for place in range(3)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(TEXT.encode() * 50, mtime=0)[:-20], "its gzip compression ends too early"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-6] + b"123456", "its gzip compression is damaged"),
        (_zstd(b"".join(place.to_bytes(4) for place in range(900)))[:-20], "its zstd compression ends too early"),
        (_zstd(TEXT.encode()) + b"more", "its zstd compression is damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is a PNG picture"),
        (b"PK\x03\x04\x14\0\0\0", "it is a zip archive"),
        (b"SQLite format 3\0\x10\0", "it is a SQLite database"),
        (b"PAR1\x15\x04\x15", "it is a Parquet file"),
        (gzip.compress(b"%PDF-1.7\n", mtime=0), "it is a PDF document"),
        (bytes(range(256)) * 40, "full of control characters"),
        (bytes(5000), "full of control characters"),
        (codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff" * 4, "begins as UTF-32-LE and does not go on so"),
    ],
)
def test_what_is_no_text_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        _read(content, most=11)
    assert reason in caught.value.what
    assert (caught.value.where, caught.value.exit_status) == ("-", 3)


def test_lines_in_another_encoding_are_mended_and_counted() -> None:
    content = (
        b'{"a":"plain"}\n{"a":"caf\xe9 \x93so\x94 \x81"}\n' + '{"a":"é"}\n'.encode() + '{"a":"é'.encode() + b'\xe9"}'
    )
    lines, facts = _read(content)
    assert lines == [(1, '{"a":"plain"}'), (2, '{"a":"café “so” \x81"}'), (3, '{"a":"é"}'), (4, '{"a":"éé"}')]
    assert (facts.latin1_lines, facts.first_latin1_line, facts.encoding) == (2, 2, "utf-8")


def test_half_a_surrogate_pair_is_kept_as_json_can_hold_it() -> None:
    content = codecs.BOM_UTF16_LE + '{"a":"\ud83d"}'.encode("utf-16-le", "surrogatepass")
    assert _read(content)[0] == [(1, '{"a":"\\ud83d"}')]


def test_a_last_character_cut_in_two_is_marked() -> None:
    assert _read('{"a":1}\nend'.encode("utf-16-le")[:-1])[0] == [(1, '{"a":1}'), (2, "en\ufffd")]


def test_half_a_surrogate_pair_in_utf8_keeps_its_bytes() -> None:
    line = b'{"a":"\xed\xa0\xbd"}'
    with open_stream(io.BytesIO(line)) as source:
        assert [found.raw for found in source.lines()] == [line]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, gzip.compress(b"", mtime=0), _zstd(b"")]
)
def test_an_empty_file_has_no_lines(content: bytes) -> None:
    assert _read(content)[0] == []


def test_a_few_control_characters_are_text() -> None:
    assert _read(b'{"a":"\x00\x01\x7f"}\n')[0] == [(1, '{"a":"\x00\x01\x7f"}')]


def test_all_bytes_are_handed_on_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(TEXT.encode() * 100) + bytes(10))
    seen = bytearray()
    with open_source(path, tee=seen.extend) as source:
        assert source.consumed == 0
        count = len(list(source.lines()))
    assert (count, bytes(seen), source.consumed) == (200, path.read_bytes(), len(seen))
    assert (source.facts.size, source.facts.name) == (len(seen), str(path))


def test_progress_is_told_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"a":1}\n' * 200_000)
    with open_source(path) as source:
        next(iter(source.lines()))
        assert 0 < source.consumed < path.stat().st_size


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "nowhere", "no such file"), (tmp_path, "it is a folder")):
        with pytest.raises(UnreadableInput, match=reason) as caught, open_source(path):
            pass
        assert caught.value.where == str(path)


def test_an_impossible_name_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="cannot be the name of a file"), open_source(Path("a\0b")):
        pass


def test_a_failing_disk_is_reported_with_the_file() -> None:
    class Failing(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    source = Source(Failing(), name="rows.jsonl", size=None, tee=lambda _chunk: None)  # type: ignore[arg-type]
    with pytest.raises(UnreadableInput, match=r"rows\.jsonl: Cannot read: input/output error\."):
        list(source.lines())
