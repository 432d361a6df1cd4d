"""Finds for the notes of a sidecar the lines they were written on, in a file that may have changed since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rolethread_lite.formats.sidecar import EntryNote


class NotesOnLines:
    """Notes that wait for their lines: the one with the same bytes at the same number, or else the next such one."""

    def __init__(self, notes: Iterable[EntryNote]) -> None:
        """Wait for the lines of these notes."""
        self._waiting: defaultdict[str, list[EntryNote]] = defaultdict(list)
        self._by_id: list[EntryNote] = []
        self._seen: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for note in notes:
            if note.digest:
                self._waiting[note.digest].append(note)
            else:
                self._by_id.append(note)
        self.digests = frozenset(self._waiting)
        """Digests of the lines that are waited for."""

    def offer(self, place: int, *, number: int, digest: str) -> None:
        """Offer a line that is waited for: its place among those that come in, and its number in the file."""
        self._seen[digest].append((place, number))

    @property
    def by_id(self) -> Mapping[bytes, str]:
        """Return the notes of which nothing is known but the id of their entry."""
        return {bytes.fromhex(note.entry_id): note.note for note in self._by_id if note.entry_id}

    def settle(self) -> dict[int, str]:
        """Return the notes by the places of their lines."""
        settled: dict[int, str] = {}
        for digest, notes in self._waiting.items():
            settled |= _settled(notes, self._seen.get(digest, []))
        return settled


def _settled(notes: list[EntryNote], lines: list[tuple[int, int]]) -> dict[int, str]:
    """Return the notes on lines that have one digest: first those whose number is right, then in their order."""
    places = {number: place for place, number in lines}
    exact = {places[note.line]: note.note for note in notes if note.line in places}
    moved = [note.note for note in notes if note.line not in places]
    free = [place for place, _ in lines if place not in exact]
    return exact | dict(zip(free, moved, strict=False))
