"""Where a line stands in a file, in numbers and in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an entry or a record stands."""

    file: str
    """The file as it was named."""
    line: int
    """The line of the file it begins at, from 1."""
    item: int | None = None
    """Its place in a list, from 1; None in a file with one entry a line."""

    @property
    def words(self) -> str:
        """Return the place in words: `file.jsonl:42`, or `file.json:1 item 42` in a list."""
        return f"{self.file}:{self.line}{'' if self.item is None else f' item {self.item}'}"

    @property
    def inside(self) -> str:
        """Return the place inside its file, as a sentence names it: `line 42`, or `item 42`."""
        return f"line {self.line}" if self.item is None else f"item {self.item}"
