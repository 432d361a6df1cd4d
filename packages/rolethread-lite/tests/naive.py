"""A workspace as plain lists and dictionaries, written without looking at the product."""

import json
from copy import deepcopy
from dataclasses import dataclass, field, replace

from workspaces import BROKEN

NUMBER = b"17"
RECORDS = (BROKEN, NUMBER)
"""Lines that are kept and are no entries."""


@dataclass
class Line:
    """A line as the model knows it: its bytes until something changes it, then only what it says."""

    raw: bytes = field(compare=False)
    said: dict[str, object] | None
    """The object, None for a record."""
    record: bytes = b""
    """The text of a record."""
    note: str = ""
    is_touched: bool = field(default=False, compare=False)

    @property
    def messages(self) -> list[dict[str, object]]:
        """Return the messages of an entry."""
        assert self.said is not None
        found = self.said["messages"]
        assert isinstance(found, list)
        return found

    @property
    def tags(self) -> list[str]:
        """Return the tags of an entry."""
        assert self.said is not None
        found = self.said.get("tags", [])
        assert isinstance(found, list)
        return found

    def set(self, **members: object) -> "Line":
        """Return the entry with other members."""
        assert self.said is not None
        return replace(self, said={**deepcopy(self.said), **members}, is_touched=True)


def line_of(raw: bytes) -> Line:
    return Line(raw, None, record=raw) if raw in RECORDS else Line(raw, json.loads(raw))


@dataclass
class Model:
    """A workspace as plain lists."""

    datasets: dict[str, list[Line]] = field(default_factory=dict)
    done: list[dict[str, list[Line]]] = field(default_factory=list)
    undone: list[dict[str, list[Line]]] = field(default_factory=list)

    def step(self, datasets: dict[str, list[Line]]) -> None:
        """Note a step."""
        self.done.append(self.datasets)
        self.undone.clear()
        self.datasets = datasets


def compared(line: Line) -> tuple[object, ...]:
    """Return what of a line must be found again: its bytes while nobody touched it."""
    if line.said is None or not line.is_touched:
        return line.raw, line.note
    return {**line.said, "tags": line.tags}, line.note


def found_again(raw: bytes, note: str, line: Line) -> tuple[object, ...]:
    if line.said is None or not line.is_touched:
        return raw, note
    said = json.loads(raw)
    return {**said, "tags": said.get("tags", [])}, note


def without_edges(text: str) -> str:
    return text.strip() or text


def joined(lines: list[Line]) -> Line:
    """Return one entry made of several, by the words of the operation."""
    first, *others = [dict(line.said or {}) for line in lines]
    prompts = [said["messages"] for said in (first, *others)]
    opening = prompts[0][:1]  # type: ignore[index]
    messages = list(prompts[0])  # type: ignore[call-overload]
    for said in prompts[1:]:
        is_same = said[:1] == opening and said[:1] and said[0]["role"] == "system"  # type: ignore[index]
        messages += said[1:] if is_same else said  # type: ignore[index]
    tags = list(dict.fromkeys(tag for line in lines for tag in line.tags))
    united = {**first}
    kept: list[object] = []
    for other in others:
        extra = {key: value for key, value in other.items() if key not in ("messages", "tags")}
        differing = {key: value for key, value in extra.items() if key in first and first[key] != value}
        united.update({key: value for key, value in extra.items() if key not in united})
        kept += [differing] if differing else []
    if kept:
        before = united.get("joined", [])
        assert isinstance(before, list)
        united["joined"] = [*before, *kept]
    note = "\n".join(dict.fromkeys(line.note for line in lines if line.note))
    return replace(lines[0].set(**{**united, "messages": messages, "tags": tags}), note=note)
