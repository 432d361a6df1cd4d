"""What an operation is: its parameters as fields, and a plan that writes nothing."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(ABC):
    """One thing an owner can do. Its fields are its parameters; asking for its changes changes nothing."""

    NAME: ClassVar[str] = ""
    """The name in history and JSON: `tag-entries`; empty for a kind of operation that is not one itself."""

    @abstractmethod
    def changes(self, view: View) -> Iterator[Change]:
        """Yield what would change, as the view shows the workspace; raises BadRequest when it makes no sense."""

    @abstractmethod
    def label(self) -> str:
        """Say in a few words what is done, for the history: `Tag entries with “battle”`."""

    def as_json(self) -> str:
        """Return name and parameters, for the history."""
        shown = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        parameters = {name: value for name, value in shown.items() if value is not None}
        return json.dumps({"operation": self.NAME, **parameters}, ensure_ascii=True)


def _plain(value: object) -> JsonValue:
    """Return a parameter as JSON can hold it."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Entry):
        return None  # what an entry became is in the recorded change; once is enough
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    shown = {field: _plain(getattr(value, field)) for field in getattr(value, "__dataclass_fields__", ())}
    return {field: kept for field, kept in shown.items() if kept not in (None, [], {}, "")}
