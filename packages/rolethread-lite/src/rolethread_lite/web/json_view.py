"""An entry as JSON: laid out to be read, taken back, and the place of a fault in it."""

import json
import re
from dataclasses import dataclass

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.spelling import respell
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.lines import parse_entry

_INDENTED = b'{\n  "a": 1\n}'
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_AROUND = 60
"""So many characters of a faulty line are shown before and behind the fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPlace:
    """Where a JSON text stops being one."""

    line: int
    """The line, from 1."""
    column: int
    """The column, from 1."""
    at: int
    """The place in the text, as browsers count it: in UTF-16 units."""
    excerpt: str
    """The line, or what of it stands around the fault."""
    before: str
    """So many spaces that what follows them stands below the fault."""


class JsonFault(InvalidValue):
    """A text is not the JSON of an entry."""

    def __init__(self, what: str, *, place: FaultPlace | None) -> None:
        """Say what is wrong, and where, if it is not JSON at all."""
        super().__init__(what, advice="Correct it and try again.")
        self.place = place


def shown_json(line: bytes) -> str:
    """Return a line laid out over several, every value as it was written; what is no JSON stays as it is."""
    text = line.decode("utf-8", "surrogatepass") if is_json(line) else line.decode("utf-8", "replace")
    laid_out = respell(line, like=_INDENTED).decode("utf-8", "surrogatepass") if is_json(line) else text
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", laid_out)


def is_json(line: bytes) -> bool:
    """Tell whether a line is JSON at all."""
    try:
        json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return False
    return True


def read_json(text: str) -> tuple[Entry, bytes]:
    """Return the entry that a text says, and its line; raises JsonFault."""
    try:
        line = parse_entry(text)
    except InvalidValue as fault:
        raise JsonFault(fault.what, place=fault_place(text)) from fault
    item = read_stored(line)
    if not isinstance(item, Entry):
        raise JsonFault("this is not an entry", place=None)
    return item, line


def fault_place(text: str) -> FaultPlace | None:
    """Return where a text stops being JSON, None when it is JSON, or nested too deeply for anybody to say."""
    try:
        json.loads(text)
    except json.JSONDecodeError as fault:
        line = text.split("\n")[fault.lineno - 1] if fault.lineno <= text.count("\n") + 1 else ""
        start = max(0, fault.colno - 1 - _AROUND)
        return FaultPlace(
            line=fault.lineno,
            column=fault.colno,
            at=units(text[: fault.pos]),
            excerpt=line[start : fault.colno + _AROUND],
            before=" " * (fault.colno - 1 - start),
        )
    except RecursionError:
        return None
    return None


def units(text: str) -> int:
    """Return the length of a text as browsers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
