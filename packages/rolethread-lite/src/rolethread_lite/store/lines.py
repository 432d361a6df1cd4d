"""How a line is kept: its own bytes with the tags cut out, so that tagging never rewrites a conversation."""

from typing import NamedTuple

from rolethread_lite.model.json_text import Members, NotJson, decode, encode_texts, split_members

NO_TAGS = -1
"""In place of a position: the line has no tags of its own."""
TAGS_INSIDE = -2
"""In place of a position: the line's tags are not a plain list of texts and stay in the body."""
_EMPTY = b"[]"
_SPACES = (b" ", b"\t")


class CutLine(NamedTuple):
    """A line in the two pieces in which it is kept."""

    body: bytes
    """The line, the value of its tags replaced by an empty list."""
    tags: str | None
    """The tags as JSON, None where the line has none of its own."""
    hole: int
    """Where in the body the tags belong, or NO_TAGS, or TAGS_INSIDE."""


def cut(line: bytes, *, is_record: bool) -> CutLine:
    """Return the pieces of a line; `join` puts them together again, byte for byte."""
    if is_record or b'"tags"' not in line:
        return CutLine(line, None, NO_TAGS)
    try:
        members = split_members(line)
    except NotJson:
        return CutLine(line, None, TAGS_INSIDE)
    values = [value for key, value in members if key == "tags"]
    if not values:
        return CutLine(line, None, NO_TAGS)
    if len(values) > 1 or read_tags(values[0].decode("utf-8", "replace")) is None:
        return CutLine(line, None, TAGS_INSIDE)
    place = _place_of(line, members)
    if place < 0:
        return CutLine(line, None, TAGS_INSIDE)
    value = values[0]
    return CutLine(line[:place] + _EMPTY + line[place + len(value) :], value.decode(), place)


def join(body: bytes, tags: str | None, hole: int) -> bytes:
    """Return the line that was cut, with the tags it has now."""
    if tags is None:
        return body
    value = tags.encode()
    if hole >= 0:
        return body[:hole] + value + body[hole + len(_EMPTY) :]
    end = body.rindex(b"}")
    comma = b"" if body[:end].rstrip().endswith(b"{") else b","
    return body[:end] + comma + b'"tags":' + value + body[end:]


def read_tags(tags: str | None) -> tuple[str, ...] | None:
    """Return the tags of a JSON list of texts, None when it is anything else; no list means no tags."""
    if tags is None:
        return ()
    try:
        value = decode(tags.encode())
    except NotJson:
        return None
    if not isinstance(value, list):
        return None
    texts = tuple(item for item in value if isinstance(item, str))
    return texts if len(texts) == len(value) else None


def write_tags(tags: tuple[str, ...], *, hole: int) -> str | None:
    """Return the tags as they are kept: None for none at all in a line that never had a list of them."""
    return encode_texts(tags).decode() if tags or hole >= 0 else None


def _place_of(line: bytes, members: Members) -> int:
    """Return where the value of `tags` stands, -1 when the line is spelled too oddly to tell."""
    at = line.find(b"{") + 1
    for key, value in members:
        opening = line.find(b'"', at)
        colon = line.find(b":", line.find(b'"', opening + 1))
        at = colon + 1
        while line[at : at + 1] in _SPACES:
            at += 1
        if not line.startswith(value, at):
            return -1
        if key == "tags":
            return at
        at += len(value)
    return -1
