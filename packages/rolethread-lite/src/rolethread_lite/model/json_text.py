"""JSON values kept as the exact text they came in.

What RoleThread does not interpret, it does not parse: a value travels as its own UTF-8 bytes, so that
big integers, `1E5`, key order, repeated keys and even `NaN` are written back as they were read.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NewType, TypeAlias

import msgspec
import orjson

JsonText = NewType("JsonText", bytes)
"""One JSON value as UTF-8 bytes, exactly as it was written; no newline in it."""

Members: TypeAlias = tuple[tuple[str, JsonText], ...]
"""The members of a JSON object in their order; a repeated key appears twice."""

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""A parsed JSON value, for the few places that must look inside."""

NULL = JsonText(b"null")

_SURROGATE = re.compile("[\ud800-\udfff]")
_WHITESPACE = re.compile(r"[ \t\r\n]*")
_STRING_OR_SPACE = re.compile(rb'("[^"\\]*(?:\\.[^"\\]*)*")|[ \t\r\n]+', re.DOTALL)
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_STRING_REST = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_PLAIN_VALUE = re.compile(r"[^\s,\[\]{}\"]+")
_split_fast = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_items_fast = msgspec.json.Decoder(list[msgspec.Raw]).decode


class NotJson(ValueError):
    """The text is not the JSON that was expected; `position` counts characters from the start."""

    def __init__(self, reason: str, *, position: int) -> None:
        """Keep the reason and the character position of the fault."""
        super().__init__(f"{reason} at character {position + 1}")
        self.position = position


def encode_text(text: str) -> JsonText:
    """Return a string as JSON, non-ASCII kept readable, lone surrogates escaped."""
    try:
        return JsonText(orjson.dumps(text))
    except TypeError:
        quoted = json.dumps(text, ensure_ascii=False)
        return JsonText(_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted).encode())


def encode_texts(texts: Iterable[str]) -> JsonText:
    """Return strings as a JSON array."""
    return JsonText(b"[" + b",".join(encode_text(text) for text in texts) + b"]")


def decode(text: bytes) -> JsonValue:
    """Return the parsed value; accepts what Python's own reader accepts (`NaN`, lone surrogates).

    Raises NotJson when the text is not JSON or is nested too deeply to be parsed.
    """
    try:
        value: JsonValue = orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            lenient: JsonValue = json.loads(text)
        except json.JSONDecodeError as fault:
            raise NotJson(fault.msg, position=fault.pos) from fault
        except (RecursionError, UnicodeDecodeError) as fault:
            raise NotJson("cannot be parsed", position=0) from fault
        return lenient
    return value


def compact(text: bytes) -> JsonText:
    """Return the value without whitespace outside its strings, every other byte kept."""
    return JsonText(_STRING_OR_SPACE.sub(lambda found: found[1] or b"", text))


def join_members(members: Iterable[tuple[str, JsonText]]) -> JsonText:
    """Return an object with these members in this order, in compact form."""
    return JsonText(b"{" + b",".join(encode_text(key) + b":" + value for key, value in members) + b"}")


def split_members(text: bytes) -> Members:
    """Return the members of an object, each value as its own bytes, repeated keys kept.

    Raises NotJson when the text is not one JSON object.
    """
    try:
        found = _split_fast(text)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return tuple(_split_slowly(text))
    members: Members = tuple((key, JsonText(bytes(raw))) for key, raw in found.items())
    if _is_complete(text, members):
        return members
    return tuple(_split_slowly(text))


def split_items(text: bytes) -> tuple[JsonText, ...]:
    """Return the items of an array, each as its own bytes.

    Raises NotJson when the text is not one JSON array.
    """
    try:
        return tuple(JsonText(bytes(raw)) for raw in _items_fast(text))
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return tuple(_items_slowly(text))


def get_member(members: Members, key: str) -> JsonText | None:
    """Return the value of the last member with that key, as readers of JSON do."""
    for name, value in reversed(members):
        if name == key:
            return value
    return None


def has_member(members: Members, key: str) -> bool:
    """Tell whether a member of that key is there."""
    return any(name == key for name, _ in members)


def set_member(members: Members, key: str, *, value: JsonText) -> Members:
    """Return the members with that key set in place, or appended when it was missing."""
    if not has_member(members, key):
        return (*members, (key, value))
    return tuple((name, value if name == key else old) for name, old in members)


def drop_member(members: Members, key: str) -> Members:
    """Return the members without that key."""
    return tuple((name, value) for name, value in members if name != key)


def _is_complete(text: bytes, members: Members) -> bool:
    """Tell whether the bytes add up: a repeated key collapses in the fast reader and leaves a gap."""
    size = sum(len(raw) + (len(key) if key.isascii() else len(key.encode("utf-8", "replace"))) for key, raw in members)
    if len(text) - size == max(2, 4 * len(members) + 1):
        return True  # `{"key":value,…}` needs no more than this
    spaced = b", ".join(b'"' + key.encode("utf-8", "replace") + b'": ' + raw for key, raw in members)
    return text == b"{" + spaced + b"}"


def _decode_utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as fault:
        raise NotJson("not UTF-8", position=fault.start) from fault


def _split_slowly(raw: bytes) -> Iterator[tuple[str, JsonText]]:
    """Split an object that the strict reader refuses: NaN, lone surrogates, repeated keys, deep nesting."""
    text = _decode_utf8(raw)
    at = _expect(text, _skip(text, 0), "{")
    at = _skip(text, at)
    if text[at : at + 1] == "}":
        _expect_end(text, at + 1)
        return
    while True:
        key, at = _scan_key(text, at)
        at = _skip(text, _expect(text, _skip(text, at), ":"))
        end = _value_end(text, at)
        yield key, compact(text[at:end].encode("utf-8", "surrogatepass"))
        at = _skip(text, end)
        if text[at : at + 1] == "}":
            _expect_end(text, at + 1)
            return
        at = _skip(text, _expect(text, at, ","))


def _items_slowly(raw: bytes) -> Iterator[JsonText]:
    text = _decode_utf8(raw)
    at = _skip(text, _expect(text, _skip(text, 0), "["))
    if text[at : at + 1] == "]":
        _expect_end(text, at + 1)
        return
    while True:
        end = _value_end(text, at)
        yield compact(text[at:end].encode("utf-8", "surrogatepass"))
        at = _skip(text, end)
        if text[at : at + 1] == "]":
            _expect_end(text, at + 1)
            return
        at = _skip(text, _expect(text, at, ","))


def _skip(text: str, at: int) -> int:
    found = _WHITESPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise NotJson(f"expected {mark!r}", position=at)
    return at + 1


def _expect_end(text: str, at: int) -> None:
    if _skip(text, at) != len(text):
        raise NotJson("more text after the value", position=at)


def _scan_key(text: str, at: int) -> tuple[str, int]:
    after_quote = _expect(text, at, '"')
    return _scan_string(text, after_quote)


def _scan_string(text: str, after_quote: int) -> tuple[str, int]:
    found = _STRING_REST.match(text, after_quote)
    if found is None:
        raise NotJson("a string is never closed", position=after_quote - 1)
    try:
        value: str = json.loads(text[after_quote - 1 : found.end()])
    except json.JSONDecodeError as fault:
        raise NotJson(fault.msg, position=after_quote - 1 + fault.pos) from fault
    return value, found.end()


def _value_end(text: str, at: int) -> int:
    """Return where the value that starts at `at` ends, without recursion."""
    first = text[at : at + 1]
    if first == '"':
        return _scan_string(text, at + 1)[1]
    if first in ("[", "{"):
        return _bracket_end(text, at)
    plain = _PLAIN_VALUE.match(text, at)
    if plain is None:
        raise NotJson("expected a value", position=at)
    try:
        json.loads(plain[0])
    except json.JSONDecodeError as fault:
        raise NotJson("expected a value", position=at) from fault
    return plain.end()


def _bracket_end(text: str, at: int) -> int:
    """Return the end of an array or object; its inside is read in full where nesting allows."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text, at):
        mark = found[0]
        if mark in ("{", "["):
            depth += 1
        elif mark in ("}", "]"):
            depth -= 1
            if depth == 0:
                _check_inside(text[at : found.end()], at)
                return found.end()
    raise NotJson("a bracket is never closed", position=at)


def _check_inside(text: str, at: int) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as fault:
        raise NotJson(fault.msg, position=at + fault.pos) from fault
    except RecursionError:
        return  # too deep to read, kept as it is
