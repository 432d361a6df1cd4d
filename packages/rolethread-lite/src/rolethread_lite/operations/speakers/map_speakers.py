"""Says once what a name means, and every turn under it follows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.cast import Cast
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.speaker_labels import NARRATOR, MappedRole, SpeakerMapping
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.lines import replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.speakers.casting import cast_changes, spoken_as
from rolethread_lite.rules.messages.labels import LABEL_CODES, is_label, is_persons_name
from rolethread_lite.store.aggregates import speakers_by_use
from rolethread_lite.store.view import View

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpeakers(Operation):
    """Give the turns of names a role, and say who speaks them.

    A name that stood as a role stays as the speaker, unless another one is given. Turns stay where they stand.
    """

    NAME: ClassVar[str] = "map-speakers"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    mapping: tuple[SpeakerMapping, ...]
    """What each name means."""
    create: bool = False
    """Whether whoever speaks by the mapping becomes a character of the library, where there is none of that name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield new characters and aliases, and each entry in which a turn becomes another.

        Raises InvalidValue for a mapping that says two things or none, UnknownName for a name that does not stand
        in the entries.
        """
        _refuse_unclear(self.mapping)
        cast = Cast(view.library())
        yield from cast_changes(self.mapping, cast=cast, create=self.create)
        mapper = _Mapper(spoken_as(self.mapping, cast=cast))
        for stored in view.lines(self._keys(view)):
            item = None if stored.is_record else read_stored(stored.line)
            if isinstance(item, Entry):
                yield from replaced(stored, before=item, after=mapper.edited(item))
        self._refuse_unknown(view, mapper)

    def label(self) -> str:
        """Name the first names and what they become."""
        said = [f"{' '.join(one.label.split())} as {one.as_role}" for one in self.mapping[:_SHOWN]]
        more = [f"{len(self.mapping) - _SHOWN} more"] if len(self.mapping) > _SHOWN else []
        return f"Map speakers in “{self.dataset}”: {', '.join(said + more)}"

    def _keys(self, view: View) -> list[int]:
        """Return the entries in which one of the names may stand, in their order; the others are not read."""
        dataset = view.dataset_key(self.dataset)
        candidates = {place.key for place in view.places(dataset, Selection(findings=LABEL_CODES))}
        for one in self.mapping:
            candidates.update(view.keys_with_speaker(one.label))
        return [key for key in selected_keys(view, dataset=self.dataset, selection=self.selection) if key in candidates]

    def _refuse_unknown(self, view: View, mapper: "_Mapper") -> None:
        unknown = [one.label for one in self.mapping if kept_name(one.label) not in mapper.found]
        if not unknown:
            return
        speakers = [tally.name for tally in speakers_by_use(view, view.dataset_key(self.dataset))]
        there = sorted({*mapper.labels, *speakers})
        raise UnknownName(
            f"nobody is called {unknown[0]!r} in the selected entries",
            advice=f"There are: {', '.join(there)}." if there else "Nobody is named in this dataset.",
        )


def _refuse_unclear(mapping: tuple[SpeakerMapping, ...]) -> None:
    if not mapping:
        raise InvalidValue("no name is mapped", advice="Say of at least one what it means.")
    labels = [kept_name(one.label) for one in mapping]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise InvalidValue(f"{twice!r} is mapped twice", advice="Say once what it means.")
    named = next((one.label for one in mapping if one.as_role is MappedRole.SKIP and one.character), None)
    if named is not None:
        raise InvalidValue(
            f"{named!r} is skipped and given a character at once", advice="A turn that is skipped stays as it is."
        )


class _Mapper:
    """Gives turns their roles and speakers, and remembers which names it met."""

    def __init__(self, mapping: dict[str, SpeakerMapping]) -> None:
        self._mapping = mapping
        self.found: set[str] = set()
        """Names of the mapping that stand in the entries."""
        self.labels: set[str] = set()
        """All names that stand as a role."""

    def edited(self, entry: Entry) -> Entry:
        """Return the entry as the mapping says."""
        messages = tuple(map(self._mapped, entry.messages))
        return entry if messages == entry.messages else replace(entry, messages=messages)

    def _mapped(self, message: Message) -> Message:
        stands_as_role = is_label(message.role)
        of_role = self._meant(message.role) if stands_as_role else None
        of_speaker = self._meant(message.speaker) if message.speaker is not None else None
        if stands_as_role:
            self.labels.add(kept_name(message.role))
        # A role that is a name must not be lost because somebody beside it was mapped.
        meant = of_role if stands_as_role else of_speaker
        if meant is None or meant.as_role is MappedRole.SKIP:
            return message
        character = meant.character or (of_speaker.character if of_speaker is not None else "")
        role = ASSISTANT if meant.as_role is MappedRole.NARRATOR else meant.as_role.value
        speaker = character or _speaker(message, meant, by_role=of_role is not None)
        is_so = (role, speaker) == (message.role, message.speaker)
        return message if is_so else replace(message, role=role, speaker=speaker)

    def _meant(self, name: str) -> SpeakerMapping | None:
        found = self._mapping.get(kept_name(name))
        if found is not None:
            self.found.add(kept_name(name))
        return found


def _speaker(message: Message, meant: SpeakerMapping, *, by_role: bool) -> str | None:
    """Return who speaks a turn when the mapping names nobody."""
    if by_role and message.speaker is not None:
        return message.speaker
    if meant.as_role is MappedRole.NARRATOR:
        return NARRATOR
    return message.role if by_role and is_persons_name(message.role, role=meant.as_role) else message.speaker
