"""Writes a dataset, or a selection of it, for RoleThread 1.0: says first what is lost, then gives lines and sidecar."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.formats.rolethread_1 import stamped
from rolethread_lite.formats.rolethread_1_names import (
    UNCATEGORIZED,
    CategorySlugs,
    SpeakerSlugs,
    SpokenTurn,
    TagNames,
    used_prompts,
)
from rolethread_lite.formats.rolethread_1_sidecar import SidecarContent, SluggedTag, write_sidecar
from rolethread_lite.formats.rolethread_1_writing import (
    Stamp,
    as_uuid,
    derived_uuid,
    name_losses,
    reusable_uuid,
    slugs_for,
    write_line,
)
from rolethread_lite.formats.writing import ordered_losses
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import Library
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.export_dataset import ExportReport
from rolethread_lite.operations.lines import selected_keys
from rolethread_lite.operations.tag_entries import meant_tags
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags, tidy_tags
from rolethread_lite.store.naming import file_name
from rolethread_lite.store.view import StoredLine, View


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What the selected entries hold, as far as the sidecar tells it."""

    uuids: list[str]
    """The uuid of each entry, in their order."""
    datasets: set[str]
    """The uuids of the datasets that entries came from."""
    tags: Counter[str]
    """In how many entries each tag stands, by its name."""
    turns: dict[str, tuple[SpokenTurn, ...]]
    """Who speaks, by the uuid of the entry."""
    prompts: set[str]
    """The system prompts that stand in entries."""
    losses: Counter[str]
    """What is lost, and in how many entries."""
    records: int
    """How many selected lines are no entries."""


class Rolethread1Export:
    """An export for RoleThread 1.0. The entries are read twice; what is lost is known before anything is written."""

    def __init__(self, view: View, *, dataset: str, selection: Selection) -> None:
        """Look at all selected entries; raises UnknownName for a dataset there is not."""
        self._view = view
        self._keys = selected_keys(view, dataset=dataset, selection=selection)
        self._library = view.library()
        self._tags = TagNames(self._library)
        self._known = _known_losses(self._library)
        self._gathered = self._gather()
        self._dataset = self._dataset_uuid(
            view.dataset_uid(view.dataset_key(dataset)), is_whole=selection.is_everything
        )
        self._slugs = slugs_for({*self._tags.known, *self._gathered.tags}, word="tag")
        self._cast = SpeakerSlugs(self._library, self._gathered.turns)
        self.report = ExportReport(
            entries=len(self._gathered.uuids),
            records=self._gathered.records,
            writes_records=False,
            losses=ordered_losses(self._gathered.losses + self._renamed_tags()),
        )
        """What the export does."""

    def lines(self) -> Iterator[bytes]:
        """Yield the entries as RoleThread 1.0 reads them, each with its newline; the same every time."""
        uuids = iter(self._gathered.uuids)
        for stored in self._view.lines(self._keys):
            entry = _entry_of(stored)
            if entry is not None:
                stamp = Stamp(entry=next(uuids), dataset=self._dataset)
                yield write_line(self._settled(entry), tags=self._slugs, stamp=stamp) + b"\n"

    def sidecar(self, filename: str) -> bytes:
        """Return the sidecar that belongs beside a file of that name."""
        slugs, counts = self._slugs, self._gathered.tags
        used = [tag for tag in self._library.tags if tag.name in counts]
        categories = CategorySlugs(self._library, used)
        tags = [
            SluggedTag(slug=slugs[name], name=name, tag=tag, category=categories.of(tag))
            for name in counts
            for tag in (self._tags.known.get(name),)
        ]
        tags.sort(key=lambda one: (0 if one.tag is None else one.tag.place, one.slug))
        return write_sidecar(
            SidecarContent(
                dataset=self._dataset,
                filename=filename,
                entries=len(self._gathered.uuids),
                usage={slugs[name]: number for name, number in counts.items()},
                categories=categories.used,
                tags=tuple(tags),
                aliases=tuple(self._tags.former_slugs(used, slugs)),
                characters=self._cast.used,
                turns=dict(sorted(self._cast.turns.items())),
                prompts=used_prompts(self._library, self._gathered.prompts),
            )
        )

    def _gather(self) -> _Gathered:
        found = _Gathered(
            uuids=[], datasets=set(), tags=Counter(), turns={}, prompts=set(), losses=Counter(), records=0
        )
        taken: set[str] = set()
        for stored in self._view.lines(self._keys):
            entry = _entry_of(stored)
            if entry is None:
                found.records += 1
                continue
            uuid = reusable_uuid(entry, taken=taken, entry_id=stored.entry_id)
            taken.add(uuid)
            found.uuids.append(uuid)
            self._take(entry, uuid, found)
        return found

    def _take(self, entry: Entry, uuid: str, found: _Gathered) -> None:
        """Note what one entry brings."""
        settled = self._settled(entry)
        found.datasets.update({stamped(entry, "dataset_uuid")} - {""})
        found.tags.update(settled.tags)
        found.prompts.add((entry.system_prompt or "").strip())
        spoken = tuple(
            SpokenTurn(place, message.role, message.speaker)
            for place, message in enumerate(entry.messages)
            if message.speaker is not None and message.role
        )
        if spoken:
            found.turns[uuid] = spoken
        found.losses.update(name_losses(settled))
        speakers = {kept_name(turn.speaker) for turn in spoken}
        found.losses.update(kind for kind, names in self._known.tags.items() if names.intersection(settled.tags))
        found.losses.update(kind for kind, names in self._known.speakers.items() if names & speakers)

    def _settled(self, entry: Entry) -> Entry:
        """Return the entry with its tags as they are called now; a `tags` that says nothing clear is left as it is."""
        tags = self._tags.current(meant_tags(entry))
        raw = raw_tags(entry)
        is_unclear = raw is not None and tidy_tags(raw) is None
        return replace(entry, tags=tags) if is_unclear else set_tags(entry, tags)

    def _dataset_uuid(self, uid: str, *, is_whole: bool) -> str:
        """Return the uuid the dataset came with, or one that follows from its id; a part gets one of its own."""
        came = self._gathered.datasets
        whole = next(iter(came)) if len(came) == 1 else as_uuid(uid)
        return whole if is_whole else derived_uuid(whole, *self._gathered.uuids)

    def _renamed_tags(self) -> Counter[str]:
        """Return the tags that get other names, each with the number of its entries."""
        return Counter(
            {
                f"the tag {name!r}, which becomes {self._slugs[name]!r}": number
                for name, number in self._gathered.tags.items()
                if self._slugs[name] != name
            }
        )


def stem_for(dataset: str) -> str:
    """Return how the files of a dataset are called, without their endings."""
    return file_name(dataset)


class _KnownLosses(NamedTuple):
    """What is lost with certain tags and speakers, and with which."""

    tags: Mapping[str, frozenset[str]]
    speakers: Mapping[str, frozenset[str]]


def _known_losses(library: Library) -> _KnownLosses:
    categories = {category.key for category in library.categories}
    active = [tag for tag in library.tags if not tag.is_archived]
    cards = [one for one in library.characters if one.card or one.avatar]
    inactive = [one for one in library.characters if not one.is_active]
    return _KnownLosses(
        tags={
            "descriptions and colours of tags": frozenset(
                tag.name for tag in library.tags if tag.description or tag.colour
            ),
            f"tags without a category (they stand under {UNCATEGORIZED.name!r})": frozenset(
                tag.name for tag in active if tag.category not in categories
            ),
        },
        speakers={
            "character cards and pictures": frozenset(name for one in cards for name in library.names_of(one)),
            "speakers who are not active (shown without a name)": frozenset(
                name for one in inactive for name in library.names_of(one)
            ),
        },
    )


def _entry_of(stored: StoredLine) -> Entry | None:
    item = None if stored.is_record else read_stored(stored.line)
    return replace(item, note=stored.note) if isinstance(item, Entry) else None
