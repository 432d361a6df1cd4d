"""Offers characters, or no longer offers them; their turns stay theirs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateCharacters(Operation):
    """Offer characters again where a speaker is chosen."""

    NAME: ClassVar[str] = "activate-characters"
    names: tuple[str, ...]
    """The characters."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each character that is not active yet."""
        yield from _switched(view, self.names, is_active=True)

    def label(self) -> str:
        """Name the characters."""
        return f"Activate {named(self.names)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivateCharacters(Operation):
    """Offer characters no longer; every turn they speak stays theirs."""

    NAME: ClassVar[str] = "deactivate-characters"
    names: tuple[str, ...]
    """The characters."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each character that is still active."""
        yield from _switched(view, self.names, is_active=False)

    def label(self) -> str:
        """Name the characters."""
        return f"Deactivate {named(self.names)}"


def _switched(view: View, names: tuple[str, ...], *, is_active: bool) -> Iterator[Change]:
    known = KnownCharacters(view)
    for name in names:
        before = known.find(name)
        yield from known.change(before, replace(before, is_active=is_active))
