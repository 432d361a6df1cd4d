"""Looks at the first bytes of a stream without losing them."""

from collections.abc import Iterator


class NotText(ValueError):
    """The bytes are damaged, or no text of any kind known here; the message says what they are instead."""


def with_beginning(chunks: Iterator[bytes], *, least: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, at least so many of them if there are, and all chunks, the first bytes included."""
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= least:
            break
    return first, _chain(first, chunks)


def without_beginning(chunks: Iterator[bytes], *, length: int) -> Iterator[bytes]:
    """Yield the chunks without the first bytes."""
    for chunk in chunks:
        yield chunk[length:]
        length = max(0, length - len(chunk))


def _chain(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from chunks
