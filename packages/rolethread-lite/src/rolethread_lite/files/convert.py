"""Writes entries in another format, and says first what that format cannot carry."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rolethread_lite.files.merge import FileCount
from rolethread_lite.files.reading import Reader
from rolethread_lite.formats.format import Format
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.record import Record

_TAUGHT_MEMBERS = frozenset(("tools", "functions"))
_TAUGHT_IN_TURNS = frozenset(("tool_calls", "function_call", "tool_call_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that is not carried over."""

    kind: str
    """What it is, in a few words: `alternatives`."""
    entries: int
    """In how many entries it is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionReport:
    """What a conversion does, known before anything is written."""

    files: tuple[FileCount, ...]
    """The files in their order."""
    losses: tuple[Loss, ...]
    """What is not carried over, what is lost most often first."""
    writes_records: bool
    """Whether lines that are no entries are written where they stand."""

    @property
    def entries(self) -> int:
        """Return how many entries are written."""
        return sum(file.entries for file in self.files)

    @property
    def records(self) -> int:
        """Return how many lines are no entries."""
        return sum(file.records for file in self.files)


class Conversion:
    """A conversion: its losses are counted first, then the lines are given out. The files are read twice."""

    def __init__(self, readers: Sequence[Reader], *, to: Format, clean: bool = False) -> None:
        """Read the files and count what would be lost."""
        self._readers = readers
        self._to = to
        self._clean = clean
        self._losses = Counter[str]()
        files = tuple(self._count(reader) for reader in readers)
        ordered = sorted(self._losses.items(), key=lambda pair: (-pair[1], pair[0]))
        self.report = ConversionReport(
            files=files,
            losses=tuple(Loss(kind=kind, entries=entries) for kind, entries in ordered),
            writes_records=to.name == "messages" and not clean,
        )
        """What the conversion does."""

    def lines(self) -> Iterator[bytes]:
        """Yield the converted lines without their newlines; a line that is in the format already is copied."""
        for reader in self._readers:
            for row in reader.rows():
                item = row.item
                if isinstance(item, Record):
                    if self.report.writes_records:
                        yield item.raw
                    continue
                if self._clean:
                    yield self._to.write(cleaned(item))
                else:
                    yield row.raw if row.format == self._to.name else self._to.write(item)

    def _count(self, reader: Reader) -> FileCount:
        entries = records = 0
        for row in reader.rows():
            if isinstance(row.item, Record):
                records += 1
                continue
            entries += 1
            lost = set(self._to.losses(row.item))
            if self._clean:
                lost.update(_cleared(row.item))
            self._losses.update(lost)
        return FileCount(name=reader.shown, entries=entries, records=records)


def cleaned(entry: Entry) -> Entry:
    """Return the entry with nothing but what is taught: roles, contents, tools and their calls."""
    return Entry(
        messages=tuple(_cleaned(message) for message in entry.messages),
        extra=tuple(member for member in entry.extra if member[0] in _TAUGHT_MEMBERS),
    )


def _cleaned(message: Message) -> Message:
    if isinstance(message.content, str) and not message.extra:
        return Message.plain(message.role, message.content)
    calls = tuple(member for member in message.extra if member[0] in _TAUGHT_IN_TURNS)
    return replace(message, speaker=None, train=None, alternatives=(), reasoning=None, extra=calls, layout=())


def _cleared(entry: Entry) -> Iterator[str]:
    """Name what cleaning takes away."""
    if entry.tags:
        yield "tags"
    if entry.note:
        yield "note"
    if any(key not in _TAUGHT_MEMBERS for key, _ in entry.extra):
        yield "other members of the entry"
    for kind, is_there in _CLEARED_IN_TURNS.items():
        if any(is_there(message) for message in entry.messages):
            yield kind


_CLEARED_IN_TURNS: dict[str, Callable[[Message], bool]] = {
    "speakers": lambda message: message.speaker is not None,
    "training marks": lambda message: message.train is not None,
    "alternatives": lambda message: bool(message.alternatives),
    "reasoning": lambda message: message.reasoning is not None,
    "other members of messages": lambda message: any(key not in _TAUGHT_IN_TURNS for key, _ in message.extra),
}
