"""Lists the tags a workspace knows with their use, and those that entries have and nobody adopted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.stable_key import folded_name
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.store.aggregates import TagUse, tags_everywhere, tags_in_use
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetUse:
    """In how many entries of one dataset a tag stands."""

    dataset: str
    """The dataset's name."""
    entries: int
    """How many of its entries have the tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTag:
    """A tag that the workspace knows, with its use."""

    tag: Tag
    """The tag."""
    category: Category | None
    """Its category, None for none."""
    aliases: tuple[str, ...]
    """Its other names."""
    entries: int
    """How many entries of all datasets have it, under its own name."""
    uses: tuple[DatasetUse, ...]
    """The datasets in which it stands, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTag:
    """A tag that entries have and the workspace does not know: it waits for review."""

    name: str
    """The tag as it stands in entries."""
    entries: int
    """How many entries have it."""
    uses: tuple[DatasetUse, ...]
    """The datasets in which it stands, by name."""
    alias_of: str
    """The tag whose other name it is, empty for none."""
    looks_like: tuple[str, ...]
    """Tags that a reader might take for the same, the known ones first; it is for the owner to say whether they are."""


def list_tags(view: View) -> tuple[ListedTag, ...]:
    """Return every tag the workspace knows, by category, those without one last; no text is read."""
    uses = _uses(tags_everywhere(view))
    categories = {category.key: category for category in view.items(Category)}
    order = {key: number for number, key in enumerate(categories)}
    tags = sorted(view.items(Tag), key=lambda tag: order.get(tag.category, len(order)))
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for name, meant in _aliases(view, tags).items():
        aliases[meant].append(name)
    return tuple(
        ListedTag(
            tag=tag,
            category=categories.get(tag.category),
            aliases=tuple(aliases[tag.name]),
            entries=sum(use.entries for use in uses.get(tag.name, ())),
            uses=uses.get(tag.name, ()),
        )
        for tag in tags
    )


def unknown_tags(view: View, *, dataset: str | None = None) -> tuple[UnknownTag, ...]:
    """Return the tags that wait for review, the most used first; no text is read.

    With `dataset`, only its tags and its counts; raises UnknownName when there is no such dataset.
    """
    found = tags_everywhere(view)
    if dataset is not None:
        view.dataset_key(dataset)
        found = [use for use in found if use.dataset == dataset]
    tags = view.items(Tag)
    known, aliases = {tag.name for tag in tags}, _aliases(view, tags)
    uses = _uses(use for use in found if use.name not in known)
    alike = _alike(tags, aliases, uses)
    unknown = (
        UnknownTag(
            name=name,
            entries=sum(use.entries for use in there),
            uses=there,
            alias_of=aliases.get(name, ""),
            looks_like=() if name in aliases else _others(name, alike),
        )
        for name, there in uses.items()
    )
    return tuple(sorted(unknown, key=lambda one: (-one.entries, one.name)))


def count_unknown_tags(view: View) -> int:
    """Count the tags that wait for review, without counting the entries that have them."""
    known = {tag.name for tag in view.items(Tag)}
    return sum(name not in known for name in tags_in_use(view))


def tags_like(view: View, *, name: str) -> tuple[str, ...]:
    """Return the tags, known or in entries, that a reader might take for the same as `name`."""
    tags = view.items(Tag)
    return _others(name, _alike(tags, _aliases(view, tags), tags_in_use(view)))


def _uses(found: Iterable[TagUse]) -> dict[str, tuple[DatasetUse, ...]]:
    uses: defaultdict[str, list[DatasetUse]] = defaultdict(list)
    for use in found:
        uses[use.name].append(DatasetUse(dataset=use.dataset, entries=use.entries))
    return {name: tuple(there) for name, there in uses.items()}


def _aliases(view: View, tags: Iterable[Tag]) -> dict[str, str]:
    """Return the tag that each other name means."""
    names = {tag.key: tag.name for tag in tags}
    return {
        alias.name: names[alias.target]
        for alias in view.items(Alias)
        if alias.kind is AliasKind.TAG and alias.target in names
    }


def _alike(tags: Iterable[Tag], aliases: Mapping[str, str], in_use: Iterable[str]) -> dict[str, list[str]]:
    """Return the tags that are meant, by what their names come to for a reader; known ones first."""
    meant = {tag.name: tag.name for tag in tags} | dict(aliases)
    meant |= {name: name for name in in_use if name not in meant}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, tag in meant.items():
        found[folded_name(name)].append(tag)
    return found


def _others(name: str, alike: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in alike.get(folded_name(name), ()) if tag != name))
