"""The tags of the library as they are shown: by category, with bars for their use, and those that wait for review."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.names import is_usable
from rolethread_lite.queries.tags import DatasetUse, ListedTag, UnknownTag, list_tags, unknown_tags
from rolethread_lite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLink:
    """Where a tag stands in one dataset."""

    dataset: str
    """The dataset's name."""
    entries: int
    """How many of its entries."""
    address: str
    """Where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRow:
    """A tag as it is listed."""

    tag: Tag
    """The tag."""
    category: str
    """The name of its category, empty for none."""
    colour: str
    """Its colour, or that of its category; empty for none."""
    aliases: tuple[str, ...]
    """Its other names."""
    entries: int
    """How many entries of all datasets have it."""
    uses: tuple[UseLink, ...]
    """The datasets in which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A tag that waits for review."""

    tag: UnknownTag
    """The tag."""
    uses: tuple[UseLink, ...]
    """The datasets in which it stands."""
    can_be_adopted: bool
    """Whether it can be a known tag just as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSection:
    """A category with its tags."""

    category: Category | None
    """The category; None for the tags without one."""
    rows: tuple[TagRow, ...]
    """Its tags that are offered."""
    archived: tuple[TagRow, ...]
    """Its tags that are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagShelf:
    """All tags as they are shown."""

    sections: tuple[TagSection, ...]
    """By category, those without one last."""
    waiting: tuple[WaitingRow, ...]
    """Those that wait for review, the most used first."""
    most: int
    """The entries of the most used tag, by which bars are measured."""
    opened: TagRow | None
    """The tag that is open."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all known tags."""
        return tuple(row.tag.name for section in self.sections for row in (*section.rows, *section.archived))

    @property
    def categories(self) -> tuple[Category, ...]:
        """Return the categories."""
        return tuple(section.category for section in self.sections if section.category is not None)

    @property
    def has_old_names(self) -> bool:
        """Tell whether an entry has a name that leads to another tag."""
        return any(row.tag.alias_of for row in self.waiting)


def read_shelf(workspace: Workspace, *, opened: str = "") -> TagShelf:
    """Return all tags as they are shown; `opened` is the key or the name of the one that is open."""
    with workspace.view() as view:
        keys = {dataset.name: dataset.key for dataset in view.datasets()}
        categories, listed, unknown = view.items(Category), list_tags(view), unknown_tags(view)
    rows = tuple(_row(one, keys) for one in listed)
    found = [row for row in rows if row.tag.key == opened] or [row for row in rows if row.tag.name == opened]
    waiting = tuple(
        WaitingRow(tag=one, uses=_links(one.name, one.uses, keys), can_be_adopted=is_usable(one.name))
        for one in unknown
    )
    return TagShelf(
        sections=tuple(_sections(categories, rows)),
        waiting=waiting,
        most=max((*(one.entries for one in listed), *(one.entries for one in unknown)), default=0),
        opened=found[0] if found and opened else None,
    )


def adoptable(workspace: Workspace) -> tuple[str, ...]:
    """Return the tags that wait for review and can be adopted as they stand; old names of known ones are not."""
    with workspace.view() as view:
        return tuple(one.name for one in unknown_tags(view) if not one.alias_of and is_usable(one.name))


def _sections(categories: Iterable[Category], rows: tuple[TagRow, ...]) -> Iterator[TagSection]:
    for category in categories:
        yield _section(category, [row for row in rows if row.tag.category == category.key])
    rest = [row for row in rows if not row.category]
    if rest:
        yield _section(None, rest)


def _section(category: Category | None, rows: list[TagRow]) -> TagSection:
    return TagSection(
        category=category,
        rows=tuple(row for row in rows if not row.tag.is_archived),
        archived=tuple(row for row in rows if row.tag.is_archived),
    )


def _row(listed: ListedTag, keys: dict[str, int]) -> TagRow:
    category = listed.category
    return TagRow(
        tag=listed.tag,
        category="" if category is None else category.name,
        colour=listed.tag.colour or ("" if category is None else category.colour),
        aliases=listed.aliases,
        entries=listed.entries,
        uses=_links(listed.tag.name, listed.uses, keys),
    )


def _links(name: str, uses: Iterable[DatasetUse], keys: dict[str, int]) -> tuple[UseLink, ...]:
    query = QueryParams([("tag", name)])
    return tuple(
        UseLink(dataset=use.dataset, entries=use.entries, address=f"/d/{keys[use.dataset]}/entries?{query}")
        for use in uses
        if use.dataset in keys
    )
