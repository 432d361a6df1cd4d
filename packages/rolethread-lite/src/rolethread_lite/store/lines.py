"""How a line is kept: its own bytes with the tags cut out, so that tagging never rewrites a conversation."""

from typing import NamedTuple

import msgspec

from rolethread_lite.model import scan
from rolethread_lite.model.json_text import NotJson, decode, encode_texts, split_members

NO_TAGS = -1
"""In place of a position: the line has no tags of its own."""
TAGS_INSIDE = -2
"""In place of a position: the line's tags are no list of texts, or oddly written, and stay in the body."""
_EMPTY = b"[]"
_KEY = b'"tags"'
_BEFORE_VALUE = (b" ", b"\t", b":")
_ESCAPED_LETTERS = (b"\\u006", b"\\u007")
"""How escaped letters of the key begin; hardly any line has one, so the members are looked at only then."""
_decode_rest = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class CutLine(NamedTuple):
    """A line in the two pieces in which it is kept."""

    body: bytes
    """The line, the value of its tags replaced by an empty list."""
    tags: str | None
    """The tags as JSON, None where the line has none of its own."""
    hole: int
    """Where in the body the tags belong, or NO_TAGS, or TAGS_INSIDE."""
    names: tuple[str, ...] = ()
    """The tags themselves, also those that stay in the body where they are a list of texts after all."""


def cut(line: bytes, *, is_record: bool) -> CutLine:
    """Return the pieces of a line; `join` puts them together again, byte for byte."""
    if is_record:
        return CutLine(line, None, NO_TAGS)
    at = scan.find(line, _KEY)
    is_escaped = any(scan.find(line, letter) >= 0 for letter in _ESCAPED_LETTERS)
    if at < 0:
        return _kept_whole(line) if is_escaped else CutLine(line, None, NO_TAGS)
    if not is_escaped and scan.find(line, _KEY, at + 1) < 0 and not line.endswith(b"\\", 0, at):
        place, value = _value_at_top(line, at)
    else:
        place, value = _value_among_members(line)
    tags = _decoded(value)
    names = read_tags(tags) if tags is not None else None
    if value is None or names is None:
        return _kept_whole(line)
    return CutLine(line[:place] + _EMPTY + line[place + len(value) :], tags, place, names)


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


def names_in(body: bytes, tags: str | None, hole: int) -> tuple[str, ...]:
    """Return the tags of a line that was cut, also those that stayed in its body."""
    return _kept_whole(body).names if hole == TAGS_INSIDE else read_tags(tags) or ()


def write_tags(tags: tuple[str, ...], *, hole: int) -> str | None:
    """Return the tags as they are kept: None for none at all in a line that never had a list of them."""
    return encode_texts(tags).decode() if tags or hole >= 0 else None


def _value_at_top(line: bytes, at: int) -> tuple[int, bytes | None]:
    """Return where the value of the key at `at` stands, and the value, if it is a member of the object as a whole.

    What follows a member of the object, with a brace before it, is an object; what follows a deeper one is not.
    """
    try:
        value = bytes(_decode_rest(b"{" + line[at:])["tags"])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return _value_among_members(line)
    return _skip_to_value(line, at + len(_KEY)), value


def _value_among_members(line: bytes) -> tuple[int, bytes | None]:
    """Return where the value of the one key `tags` of the object stands, and the value; None for no such one."""
    try:
        members = split_members(line)
    except NotJson:
        return -1, None
    if [key for key, _ in members].count("tags") != 1:
        return -1, None
    at = line.find(b"{") + 1
    for key, value in members:
        opening = line.find(b'"', at)
        at = _skip_to_value(line, line.find(b'"', opening + 1) + 1)
        if not line.startswith(value, at):
            return -1, None
        if key == "tags":
            return at, value
        at += len(value)
    return -1, None


def _decoded(value: bytes | None) -> str | None:
    """Return the value as a text, None where it is none: such tags stay in the body as they are."""
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return None


def _skip_to_value(line: bytes, at: int) -> int:
    """Return where the value begins whose key ends at `at`."""
    while line[at : at + 1] in _BEFORE_VALUE:
        at += 1
    return at


def _kept_whole(line: bytes) -> CutLine:
    """Return a line whose tags cannot be cut out: it has none, or they are odd, or oddly written."""
    try:
        values = [value for key, value in split_members(line) if key == "tags"]
    except NotJson:
        return CutLine(line, None, TAGS_INSIDE)
    names = read_tags(values[0].decode("utf-8", "replace")) if len(values) == 1 else None
    return CutLine(line, None, TAGS_INSIDE if values else NO_TAGS, names or ())
