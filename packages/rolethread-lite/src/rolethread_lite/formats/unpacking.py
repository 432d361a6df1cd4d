"""Undoes the compression that the first bytes of a file tell of, a little at a time."""

import zlib
from collections.abc import Iterator

from rolethread_lite.formats.beginnings import NotText, with_beginning
from rolethread_lite.model import zstd

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_AT_MOST = 1 << 18


def unpack(chunks: Iterator[bytes]) -> tuple[str, Iterator[bytes]]:
    """Return the name of the compression, empty when there is none, and the chunks without it.

    Reading the chunks raises NotText when the compression is damaged or ends too early.
    """
    first, chunks = with_beginning(chunks, least=len(_ZSTD))
    if first.startswith(_GZIP):
        return "gzip", _inflate(chunks)
    if first.startswith(_ZSTD):
        return "zstd", _decompress(chunks)
    return "", chunks


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if inflate.eof:
                    rest = rest.lstrip(b"\0")  # tapes and some tools fill up with zeros
                    inflate = zlib.decompressobj(wbits=31) if rest else inflate
                yield inflate.decompress(rest, _AT_MOST)
                rest = inflate.unconsumed_tail or inflate.unused_data if rest else b""
        yield inflate.flush()
    except zlib.error as fault:
        raise NotText(f"its gzip compression is damaged ({fault})") from fault
    if not inflate.eof:
        raise NotText("its gzip compression ends too early")


def _decompress(chunks: Iterator[bytes]) -> Iterator[bytes]:
    frame = zstd.ZstdDecompressor()
    try:
        for chunk in chunks:
            rest = chunk
            while rest or not (frame.needs_input or frame.eof):
                frame = zstd.ZstdDecompressor() if frame.eof else frame
                yield frame.decompress(rest, _AT_MOST)
                rest = frame.unused_data if frame.eof else b""
    except zstd.ZstdError as fault:
        raise NotText(f"its zstd compression is damaged ({fault})") from fault
    if not frame.eof:
        raise NotText("its zstd compression ends too early")
