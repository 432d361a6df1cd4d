"""Spells a repaired line as the original was spelled: spaces, indentation, and escaped characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OPENING, _CLOSING = "[{", "]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a JSON value is laid out."""

    is_spaced: bool
    """Whether a space follows commas and colons."""
    unit: str = ""
    """One step of indentation; empty when the value stands in one line."""
    base: str = ""
    """The indentation of the line on which the value closes."""
    is_escaped: bool = False
    """Whether characters outside ASCII are written as escapes."""


def spelling_of(text: str) -> Spelling:
    """Return how a JSON value is spelled."""
    bare = _STRING.sub('""', text)
    escaped = text.isascii() and "\\u" in text
    lines = bare.split("\n")
    if len(lines) < 2:
        return Spelling(is_spaced='": ' in bare or ", " in bare, is_escaped=escaped)
    base, inner = _indentation(lines[-1]), _indentation(lines[1])
    unit = inner.removeprefix(base) or "  "
    return Spelling(is_spaced=True, unit=unit, base=base, is_escaped=escaped)


def respell(line: bytes, *, like: bytes) -> bytes:
    """Return the line, spelled like another one."""
    text = line.decode("utf-8", "surrogatepass")
    spelling = spelling_of(like.decode("utf-8", "replace"))
    marks = _TOKEN.findall(text)
    spelled = "".join(_indented(marks, spelling) if spelling.unit else _in_one_line(marks, spelling))
    if spelling.is_escaped:
        spelled = _NOT_ASCII.sub(_escape, spelled)
    return spelled.encode("utf-8", "surrogatepass")


def _in_one_line(marks: list[str], spelling: Spelling) -> Iterator[str]:
    space = " " if spelling.is_spaced else ""
    for mark in marks:
        yield f"{mark}{space}" if mark in ",:" else mark


def _indented(marks: list[str], spelling: Spelling) -> Iterator[str]:
    depth = 0
    for place, mark in enumerate(marks):
        following = marks[place + 1] if place + 1 < len(marks) else ""
        if mark in _OPENING:
            yield mark
            if following in _CLOSING:
                continue
            depth += 1
            yield _break(depth, spelling)
        elif mark in _CLOSING:
            if marks[place - 1] not in _OPENING:
                depth -= 1
                yield _break(depth, spelling)
            yield mark
        elif mark == ",":
            yield f",{_break(depth, spelling)}"
        else:
            yield ": " if mark == ":" else mark


def _break(depth: int, spelling: Spelling) -> str:
    return f"\n{spelling.base}{spelling.unit * depth}"


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
