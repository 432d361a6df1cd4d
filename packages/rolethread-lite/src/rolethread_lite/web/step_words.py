"""What a step was asked to do, as a list that people read: from the operation that the history keeps as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.model.json_text import JsonValue, NotJson, decode

_MOST_VALUES = 12
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a step."""

    name: str
    """What it is called."""
    values: tuple[str, ...]
    """Its values, the first of them."""
    more: int = 0
    """How many values there are besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a step was asked to do."""

    operation: str
    """The name of the operation."""
    parameters: tuple[Parameter, ...]
    """Its parameters."""


def read_asked(operation: str) -> Asked:
    """Return what a step was asked to do; nothing is said of what cannot be read."""
    try:
        kept = decode(operation.encode("utf-8", "surrogatepass"))
    except NotJson:
        kept = None
    if not isinstance(kept, dict):
        return Asked(operation="", parameters=())
    parameters = (_parameter(name, value) for name, value in kept.items() if name != "operation")
    return Asked(operation=str(kept.get("operation") or ""), parameters=tuple(parameters))


def _parameter(name: str, value: JsonValue) -> Parameter:
    values = value if isinstance(value, list) else [value]
    shown = tuple(_shortened(_said(one)) for one in values[:_MOST_VALUES])
    return Parameter(name=name.replace("_", " "), values=shown, more=max(0, len(values) - _MOST_VALUES))


def _said(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(_pairs(value))
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return "(empty)" if value in (None, "") else str(value)


def _pairs(value: dict[str, JsonValue]) -> Iterator[str]:
    return (f"{name.replace('_', ' ')}: {_said(one)}" for name, one in value.items())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
