"""Reads the members of a card's JSON as they are meant, and notes what is not as its kind of card wants it."""

from collections.abc import Iterable

from rolethread_lite.model.json_text import JsonValue

_SHOWN = 8


class CardMembers:
    """The members of a card: those inside `data` speak, those beside it fill what is missing there."""

    def __init__(self, inner: dict[str, JsonValue], *, outer: dict[str, JsonValue] | None = None) -> None:
        """Read `inner`; `outer` are the members around it, where there are any."""
        self._inner = inner
        self._outer = outer or {}
        self.notes: list[str] = []
        """What was odd, one sentence each."""

    def text(self, *keys: str) -> str:
        """Return the first member of these names that says something, as a text."""
        for key in keys:
            found = self._text_of(key)
            if found:
                return found
        return ""

    def texts(self, key: str, *, separator: str = "") -> tuple[str, ...]:
        """Return a list of texts; one text alone is taken for the only one, or for several with `separator`."""
        value = self._value(key)
        if isinstance(value, str):
            parts = value.split(separator) if separator else [value]
            if value.strip():
                self.notes.append(f"“{key}” is one text instead of a list.")
            return tuple(part.strip() if separator else part for part in parts if part.strip())
        if not isinstance(value, list):
            if value is not None:
                self.notes.append(f"“{key}” is no list, and was passed over.")
            return ()
        return tuple(_as_text(item) or "" for item in value if _as_text(item))

    def has_object(self, key: str) -> bool:
        """Tell whether something stands there; null and an empty object are nothing."""
        return isinstance(self._value(key), dict) and bool(self._value(key))

    def has(self, key: str) -> bool:
        """Tell whether the card itself has such a member."""
        return key in self._inner

    def note_mirrors(self, mirrors: Iterable[tuple[str, str]]) -> None:
        """Note which members say something else beside `data` than inside it."""
        differing = [
            outer
            for inner, outer in mirrors
            if outer in self._outer and inner in self._inner and self._outer[outer] != self._inner[inner]
        ]
        if differing:
            more = ", …" if len(differing) > _SHOWN else ""
            named = f"{', '.join(differing[:_SHOWN])}{more}"
            self.notes.append(f"It says two things about {named}; what stands inside `data` counts.")

    def _value(self, key: str) -> JsonValue:
        return self._inner[key] if key in self._inner else self._outer.get(key)

    def _text_of(self, key: str) -> str:
        value = self._value(key)
        if isinstance(value, list):
            self.notes.append(f"“{key}” is a list instead of a text; its texts were joined.")
            return "\n".join(found for found in map(_as_text, value) if found)
        found = _as_text(value)
        if found is None:
            self.notes.append(f"“{key}” is no text, and was passed over.")
        return found or ""


def _as_text(value: JsonValue) -> str | None:
    """Return a text, or a number as it is written; null says nothing, and None stands for what is no text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
