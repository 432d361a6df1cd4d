"""What an import does to the tags of the entries that come in: old names become the current ones, some are added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import ReadLine
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import Library
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.tag_entries import meant_tags, usable_tag
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags
from rolethread_lite.store.lines import TAGS_INSIDE, cut, join, write_tags
from rolethread_lite.store.view import View

IMPORTED = "imported"
CONVERTED = "converted"
"""Tags that an import gives by itself, where the setting `tags.automatic` holds them."""


class RenamedTag(NamedTuple):
    """A tag that came under an old name."""

    old: str
    """The name in the file."""
    new: str
    """The name it has now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagEdits:
    """What happens to the tags of each entry; it can cross processes."""

    renames: Mapping[str, str] = field(default_factory=dict)
    """Old names → current names."""
    add: tuple[str, ...] = ()
    """Tags that each entry gets, behind those it has."""
    add_converted: tuple[str, ...] = ()
    """Tags that an entry gets which came in another format than it is kept in."""

    def apply(self, line: ReadLine) -> tuple[ReadLine, tuple[RenamedTag, ...]]:
        """Return a line with its new tags, everything else of it byte for byte, and which old names it had."""
        is_nothing = not (self.renames or self.add or self.add_converted)
        if is_nothing or not isinstance(line.item, Entry):
            return line, ()
        entry = line.item
        before = meant_tags(entry)
        added = (*self.add, *(self.add_converted if line.format != messages.FORMAT.name else ()))
        after = tuple(dict.fromkeys((*(self.renames.get(tag, tag) for tag in before), *added)))
        renamed = tuple(RenamedTag(tag, self.renames[tag]) for tag in dict.fromkeys(before) if tag in self.renames)
        if not renamed and not any(tag not in before for tag in added):
            return line, ()
        return _retagged(line, entry, after), renamed


def _retagged(line: ReadLine, entry: Entry, tags: tuple[str, ...]) -> ReadLine:
    pieces = cut(line.line, is_record=False)
    if pieces.hole == TAGS_INSIDE or raw_tags(entry) is not None:
        edited = set_tags(entry, tags)
        return ReadLine(edited, line.format, messages.write(edited))
    text = join(pieces.body, write_tags(tags, hole=pieces.hole), pieces.hole)
    return ReadLine(replace(entry, tags=tags), line.format, text)


def tag_edits(view: View, taken: Iterable[PutItem], *, tags: Sequence[str], keeps_old_tags: bool) -> TagEdits:
    """Return what an import does to tags: as the settings say, with what is taken of a library already in it."""
    settings = view.settings()
    known = _names_by_old_names(view.library(), taken)
    automatic = {tag: known.get(tag, tag) for tag in settings.tags_automatic}
    added = [known.get(tag, tag) for tag in map(usable_tag, tags)]
    added += [automatic[IMPORTED]] if IMPORTED in automatic else []
    return TagEdits(
        renames={} if keeps_old_tags or not settings.tags_resolve_aliases else known,
        add=tuple(dict.fromkeys(added)),
        add_converted=(automatic[CONVERTED],) if CONVERTED in automatic else (),
    )


def _names_by_old_names(library: Library, taken: Iterable[PutItem]) -> dict[str, str]:
    """Return the current names of tags by their aliases; an alias that is a tag itself is no old name."""
    items = [*library.tags, *library.aliases, *(change.after for change in taken)]
    names = {item.key: item.name for item in items if isinstance(item, Tag)}
    aliases = {item.name: item.target for item in items if isinstance(item, Alias) and item.kind is AliasKind.TAG}
    own = frozenset(names.values())
    return {name: names[target] for name, target in aliases.items() if target in names and name not in own}
