"""Lists the names under which turns are spoken, and guesses what those mean that stand as a role."""

from collections import Counter
from collections.abc import Callable, Iterator

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.cast import Cast
from rolethread_lite.model.character import Character
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.speaker_labels import Hint, SpeakerLabel, conclude, read_hints
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.rules.messages.labels import LABEL_CODES, is_label, label_meaning
from rolethread_lite.rules.messages.role_words import meant_role
from rolethread_lite.store.asking import key_array, rows_as
from rolethread_lite.store.view import View

EXAMPLE = 140
"""Of an example, at most so many characters are given."""

_SPEAKERS = (
    "select n.name, count(*), sum(s.turns), e.id, min(e.pos) from entry_speaker s join speaker_name n on n.id=s.speaker"
    " join entry e on e.id=s.entry where s.entry in carray(?) group by n.name order by 2 desc, 1"
)


def speaker_labels(view: View, *, dataset: str, selection: Selection | None = None) -> tuple[SpeakerLabel, ...]:
    """Return every name that stands as a role, then every speaker, each the one in most entries first.

    Only entries in which such a role was found are read, and one for each speaker. Raises UnknownName.
    """
    key = view.dataset_key(dataset)
    keys = [place.key for place in view.places(key, selection or Selection())]
    labelled = {place.key for place in view.places(key, Selection(findings=LABEL_CODES))}
    cast = Cast(view.library())
    tallies = _Tallies()
    for entry in _entries(view, [key for key in keys if key in labelled]):
        tallies.add(entry)
    return (*tallies.labels(cast), *_speakers(view, keys, cast))


def find_character(view: View, *, name: str) -> Character:
    """Return the character of this name or alias; raises UnknownName, naming those there are."""
    found = Cast(view.library()).find_alike(name)
    if found is not None:
        return found
    names = [character.name for character in view.items(Character)]
    advice = (
        f"There are: {', '.join(names)}." if names else "There is none yet: `rolethread character create` makes one."
    )
    raise UnknownName(f"there is no character named {name!r}", advice=advice)


def character_names(view: View) -> Callable[[str], str]:
    """Return what gives a speaker's name the character's, and an empty text where nobody of that name is known."""
    cast = Cast(view.library())

    def _name_of(speaker: str) -> str:
        character = cast.find(speaker)
        return character.name if character is not None else ""

    return _name_of


class _Tallies:
    """What the entries that were read say about each label."""

    def __init__(self) -> None:
        self._entries: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._hints: dict[str, Counter[Hint]] = {}

    def add(self, entry: Entry) -> None:
        """Add what one conversation says."""
        roles = [role if is_label(role) else meant_role(role) for role in (message.role for message in entry.messages)]
        meanings = {role: label_meaning(role) for role in roles if is_label(role)}
        hints = read_hints(roles, meanings=meanings)
        for label in meanings:
            name = kept_name(label)
            self._entries[name] += 1
            self._turns[name] += roles.count(label)
            if label in hints:
                self._hints.setdefault(name, Counter())[hints[label]] += 1
            if not self._examples.get(name):
                self._examples[name] = _opening(entry, label, is_role=True)

    def labels(self, cast: Cast) -> Iterator[SpeakerLabel]:
        """Yield the labels with what most conversations say."""
        for name, entries in sorted(self._entries.items(), key=lambda pair: (-pair[1], pair[0])):
            guess = conclude(self._hints.get(name, Counter()), character=cast.find_alike(name))
            yield SpeakerLabel(
                label=name,
                is_role=True,
                entries=entries,
                turns=self._turns[name],
                example=self._examples[name],
                character=cast.find(name),
                guess=guess,
            )


def _speakers(view: View, keys: list[int], cast: Cast) -> Iterator[SpeakerLabel]:
    rows = list(rows_as(_row, view.connection, _SPEAKERS, (key_array(keys),))) if keys else []
    for name, entries, turns, first in rows:
        example = next((_opening(entry, name, is_role=False) for entry in _entries(view, [first])), "")
        yield SpeakerLabel(
            label=name,
            is_role=False,
            entries=entries,
            turns=turns,
            example=example,
            character=cast.find(name),
            guess=None,
        )


def _row(name: str, entries: int, turns: int, first: int, _position: int) -> tuple[str, int, int, int]:
    return name, entries, turns, first


def _entries(view: View, keys: list[int]) -> Iterator[Entry]:
    for stored in view.lines(keys):
        item = None if stored.is_record else read_stored(stored.line)
        if isinstance(item, Entry):
            yield item


def _opening(entry: Entry, label: str, *, is_role: bool) -> str:
    """Return how the first turn with a text begins that somebody speaks, in one line."""
    names = ((message.role if is_role else message.speaker, message.text) for message in entry.messages)
    text = next((text for name, text in names if name is not None and kept_name(name) == kept_name(label) and text), "")
    line = " ".join(text[: 4 * EXAMPLE].split())
    return line if len(line) <= EXAMPLE else line[: EXAMPLE - 1].rstrip() + "…"
