"""Lines as a file holds them."""

from collections.abc import Iterable, Iterator


def with_newlines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each line with its newline."""
    for line in lines:
        yield line
        yield b"\n"
