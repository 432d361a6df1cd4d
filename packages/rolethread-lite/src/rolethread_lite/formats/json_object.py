"""Reads JSON that must have a shape: each value knows where it stands, so that a fault can say so."""

from collections.abc import Iterator

from rolethread_lite.model.json_text import JsonValue

_HEXADECIMAL = frozenset("0123456789abcdef")


class NotAsExpected(ValueError):
    """Something in the JSON is not what it must be; the text says what, and where."""


def is_hexadecimal(text: str, *, number: int) -> bool:
    """Tell whether a text is so many hexadecimal digits."""
    return len(text) == number and _HEXADECIMAL.issuperset(text)


class JsonObject:
    """An object with what is expected of its members."""

    def __init__(self, value: JsonValue, *, where: str = "") -> None:
        """Take the value for an object; raises NotAsExpected when it is none. `where` is its path."""
        if not isinstance(value, dict):
            raise NotAsExpected(f"{where or 'the file'} is not an object")
        self._members = value
        self._where = f"{where}." if where else ""

    def has(self, key: str) -> bool:
        """Tell whether there is such a member, and it is not null."""
        return self._members.get(key) is not None

    def text(self, key: str) -> str:
        """Return a text that must be there and not empty, half surrogate pairs replaced."""
        found = self.maybe_text(key)
        if not found:
            raise NotAsExpected(f"{self._where}{key} is missing or empty")
        return found

    def maybe_text(self, key: str) -> str:
        """Return a text, empty where there is none."""
        found = self._members.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise NotAsExpected(f"{self._where}{key} is not a text")
        return found.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    def digits(self, key: str, *, number: int) -> str:
        """Return a text of so many hexadecimal digits, empty where there is none."""
        found = self.maybe_text(key)
        if found and not is_hexadecimal(found, number=number):
            raise NotAsExpected(f"{self._where}{key} is not {number} hexadecimal digits")
        return found

    def number(self, key: str, *, otherwise: int | None = None) -> int:
        """Return a whole number; `otherwise` where there is none, unless it must be there."""
        found = self._members.get(key)
        if found is None and otherwise is not None:
            return otherwise
        if type(found) is not int or abs(found) >= 1 << 63:
            raise NotAsExpected(f"{self._where}{key} is not a whole number")
        return found

    def flag(self, key: str, *, otherwise: bool) -> bool:
        """Return yes or no; `otherwise` where there is none."""
        found = self._members.get(key)
        if found is None:
            return otherwise
        if not isinstance(found, bool):
            raise NotAsExpected(f"{self._where}{key} is not true or false")
        return found

    def member(self, key: str) -> "JsonObject":
        """Return a member that must be an object."""
        return JsonObject(self._members.get(key), where=f"{self._where}{key}")

    def items(self, key: str) -> "Iterator[JsonObject]":
        """Yield the objects of a list; nothing where there is none."""
        found = self._members.get(key)
        if found is not None and not isinstance(found, list):
            raise NotAsExpected(f"{self._where}{key} is not a list")
        for place, item in enumerate(found or ()):
            yield JsonObject(item, where=f"{self._where}{key}[{place}]")

    def texts(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the members of an object in which every value is a text; nothing where there is none."""
        found = self._members.get(key) or {}
        if not isinstance(found, dict):
            raise NotAsExpected(f"{self._where}{key} is not an object")
        inner = JsonObject(found, where=f"{self._where}{key}")
        yield from ((name, inner.maybe_text(name)) for name in found)
