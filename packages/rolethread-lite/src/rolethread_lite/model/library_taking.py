"""Takes from another library what a rule and single choices say, as changes that never collide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library, LibraryItem
from rolethread_lite.model.library_difference import COMPARED, ItemDifference, LibraryDifference
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

_Item = TypeVar("_Item", bound=LibraryItem)


class LibraryRule(StrEnum):
    """What is taken from another library when nobody chooses one by one."""

    NONE = "none"
    """Nothing."""
    NEW = "new"
    """Only what is not there at all."""
    MINE = "mine"
    """What is not there, and what is empty here; where both say something, what is here stays."""
    THEIRS = "theirs"
    """What is not there, and where both say something, what the other library says."""


class LibrarySide(StrEnum):
    """Which of two is taken."""

    MINE = "mine"
    """What is here stays; something new is left out."""
    THEIRS = "theirs"
    """What the other library says is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryChoice:
    """A choice about one thing."""

    item: str
    """What it is about: `tag:battle`."""
    side: LibrarySide
    """Which of the two is taken."""


def changes_to_take(
    difference: LibraryDifference, *, rule: LibraryRule, choices: Sequence[LibraryChoice] = ()
) -> Iterator[PutItem]:
    """Yield what is taken, as changes of the library; raises UnknownName for a choice about what is not there.

    What would take a name that something else has keeps the one it has, so that taking never fails half way.
    """
    sides = {choice.item: choice.side for choice in choices}
    _refuse_unknown(sides, difference)
    taking = _Taking(difference.mine)
    for item in difference.items:
        yield from taking.changes(item, _RULES[sides[item.item]] if item.item in sides else rule)


def chosen(text: str) -> LibraryChoice | None:
    """Return a choice from what somebody typed, `tag:battle=theirs`; None when it is none."""
    item, sign, side = text.rpartition("=")
    return LibraryChoice(item=item, side=LibrarySide(side)) if sign and item and side in set(LibrarySide) else None


_RULES: Mapping[LibrarySide, LibraryRule] = {LibrarySide.MINE: LibraryRule.NONE, LibrarySide.THEIRS: LibraryRule.THEIRS}


def _refuse_unknown(sides: Iterable[str], difference: LibraryDifference) -> None:
    known = [item.item for item in difference.items]
    unknown = next((item for item in sides if item not in known), None)
    if unknown is not None:
        advice = f"There are: {', '.join(known)}." if known else "There is nothing to choose from."
        raise UnknownName(f"there is no {unknown!r} to choose", advice=advice)


class _Taking:
    """Keeps in mind what is there already while one thing after the other is taken."""

    def __init__(self, mine: Library) -> None:
        self._there = {(type(item), _key(item)) for item in mine.items}
        self._names = {(type(item), item.name) for item in mine.items if isinstance(item, Category | SystemPrompt)}

    def changes(self, item: ItemDifference, rule: LibraryRule) -> Iterator[PutItem]:
        """Yield the changes for one thing."""
        if item.mine is None and rule is not LibraryRule.NONE:
            yield from self._added(item.theirs, item.versions)
        elif item.mine is not None and rule in (LibraryRule.MINE, LibraryRule.THEIRS):
            yield from self._merged(item, item.mine, fills_only=rule is LibraryRule.MINE)

    def _added(self, new: LibraryItem, versions: Sequence[PromptVersion]) -> Iterator[PutItem]:
        if isinstance(new, Alias) and (_TARGETS[new.kind], new.target) not in self._there:
            return
        if isinstance(new, Category | SystemPrompt) and not self._takes_name(type(new), new.name):
            return
        if isinstance(new, Tag) and (Category, new.category) not in self._there:
            new = replace(new, category="")
        self._there.add((type(new), _key(new)))
        for item in (new, *versions):
            yield PutItem(before=None, after=item)

    def _merged(self, item: ItemDifference, mine: LibraryItem, *, fills_only: bool) -> Iterator[PutItem]:
        """Yield the change to what the other library says, as far as it may be taken."""
        differing = [name for name in COMPARED[type(mine)] if any(one.field == name for one in item.fields)]
        taken: dict[str, object] = {}
        for name in differing:
            value = getattr(item.theirs, name)
            if (getattr(mine, name) == "" or not fills_only) and self._may_have(mine, name, value):
                taken[name] = value
        if isinstance(mine, SystemPrompt) and "text" in taken:
            yield from _next_versions(mine, _with(mine, taken), item.versions)
        elif taken:
            yield PutItem(before=mine, after=_with(mine, taken))

    def _may_have(self, mine: LibraryItem, name: str, value: object) -> bool:
        if name == "category":
            return (Category, value) in self._there
        if isinstance(mine, Alias):
            return (_TARGETS[mine.kind], value) in self._there
        return name != "name" or self._takes_name(type(mine), str(value))

    def _takes_name(self, kind: type, name: str) -> bool:
        """Tell whether a name is free, and take it if it is."""
        if (kind, name) in self._names:
            return False
        self._names.add((kind, name))
        return True


def _next_versions(before: SystemPrompt, after: SystemPrompt, theirs: Sequence[PromptVersion]) -> Iterator[PutItem]:
    """Yield what makes the other library's text the latest: the versions that led there from the text here, if any."""
    texts = [*(one.text for one in sorted(theirs, key=lambda one: one.version)), after.text]
    following = texts[texts.index(before.text) + 1 :] if before.text in texts else [after.text]
    for number, text in enumerate((before.text, *following[:-1]), before.version):
        yield PutItem(before=None, after=PromptVersion(prompt=before.key, version=number, text=text))
    yield PutItem(before=before, after=replace(after, version=before.version + len(following)))


def _with(item: _Item, values: Mapping[str, object]) -> _Item:
    make: Callable[..., _Item] = type(item)
    return make(**{one.name: values.get(one.name, getattr(item, one.name)) for one in fields(item)})


def _key(item: LibraryItem) -> object:
    """Return the key by which others name something; names of aliases and versions stand by themselves."""
    return item.key if isinstance(item, Category | Tag | Character | SystemPrompt) else item


_TARGETS: Mapping[AliasKind, type] = MappingProxyType({AliasKind.TAG: Tag, AliasKind.CHARACTER: Character})
