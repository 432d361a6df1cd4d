"""Keeps lines in a temporary file until they are asked for, so that memory holds none of them."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self, overload

from rolethread_lite.model.entry import Entry


class Shelf:
    """Lines by their number, on disk until the shelf is closed; 16 bytes of memory for each."""

    def __init__(self) -> None:
        """Begin with an empty file."""
        self._file = TemporaryFile()  # noqa: SIM115 (closed with the shelf)
        self._numbers = array("Q")
        self._ends = array("Q", [0])

    def put(self, number: int, *, line: bytes) -> None:
        """Keep a line under its number; numbers come in ascending order."""
        self._file.seek(self._ends[-1])
        self._file.write(line)
        self._numbers.append(number)
        self._ends.append(self._ends[-1] + len(line))

    def get(self, number: int) -> bytes:
        """Return the line of that number."""
        place = bisect_left(self._numbers, number)
        start, end = self._ends[place], self._ends[place + 1]
        self._file.seek(start)
        return self._file.read(end - start)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class ShelvedEntries(Sequence[Entry]):
    """Entries of a shelf as a sequence: each is read when it is looked at, and not kept."""

    def __init__(self, shelf: Shelf, numbers: Sequence[int], *, read: Callable[[bytes], Entry]) -> None:
        """Stand for the lines of these numbers, in this order."""
        self._shelf = shelf
        self._numbers = numbers
        self._read = read

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(number) for number in self._numbers)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        """Return one entry, or a sequence of some."""
        if isinstance(place, slice):
            return ShelvedEntries(self._shelf, self._numbers[place], read=self._read)
        return self._entry(self._numbers[place])

    def _entry(self, number: int) -> Entry:
        return self._read(self._shelf.get(number))
