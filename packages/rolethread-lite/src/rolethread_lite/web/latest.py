"""What took a while to work out, kept as long as the workspace is as it was."""

from typing import Generic, TypeVar

_Found = TypeVar("_Found")
_MOST = 8


class Latest(Generic[_Found]):
    """Answers by what was asked; all of them are for one revision of the workspace."""

    def __init__(self) -> None:
        """Begin with none."""
        self._revision = -1
        self._kept: dict[str, _Found] = {}

    def keep(self, asked: str, found: _Found, *, revision: int) -> None:
        """Keep an answer; those for another revision go, and the oldest of many."""
        if revision != self._revision:
            self._kept, self._revision = {}, revision
        self._kept[asked] = found
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def find(self, asked: str, *, revision: int) -> _Found | None:
        """Return an answer, None where there is none or something changed since."""
        return self._kept.get(asked) if revision == self._revision else None
