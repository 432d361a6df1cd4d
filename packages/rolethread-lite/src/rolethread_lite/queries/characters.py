"""Answers who there is in a workspace, what each speaks, and which names are nobody's yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.fault import BadCard
from rolethread_lite.formats.cards.texts import card_from_text
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.store.asking import ask_text, rows_as
from rolethread_lite.store.view import View

_CHARACTERS = "select key,name,description,is_active,card<>'',avatar<>'' from character order by name"
_SPOKEN = (
    "with spoken(key,speaker) as ("
    " select c.key,n.id from character c join speaker_name n on n.name=c.name union"
    " select a.target,n.id from alias a join speaker_name n on n.name=a.name where a.kind='character')"
    " select p.key,d.name,count(distinct s.entry),sum(s.turns) from spoken p"
    " join entry_speaker s on s.speaker=p.speaker join entry e on e.id=s.entry"
    " join dataset d on d.id=e.dataset where not d.removed"
)
_BY_CHARACTER = " group by p.key,d.id order by d.name"
_UNKNOWN = (
    "select n.name,count(*),sum(s.turns) from speaker_name n join entry_speaker s on s.speaker=n.id"
    " join entry e on e.id=s.entry join dataset d on d.id=e.dataset where not d.removed"
    " and n.name not in (select name from character)"
    " and n.name not in (select a.name from alias a join character c on c.key=a.target where a.kind='character')"
)
_BY_NAME = " group by n.id order by 2 desc,1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterUse:
    """How much a character speaks in one dataset."""

    dataset: str
    """The dataset's name."""
    entries: int
    """In how many of its entries."""
    turns: int
    """In how many turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCharacter:
    """One character of a list."""

    key: str
    """Its stable key."""
    name: str
    """Its name."""
    aliases: tuple[str, ...]
    """The other names under which it speaks."""
    description: str
    """What is said about it."""
    is_active: bool
    """Whether it is offered."""
    has_card: bool
    """Whether it has a card."""
    has_avatar: bool
    """Whether it has a picture."""
    uses: tuple[CharacterUse, ...]
    """How much it speaks, by dataset, under its name and its aliases."""

    @property
    def entries(self) -> int:
        """Count the entries of all datasets in which it speaks."""
        return sum(use.entries for use in self.uses)

    @property
    def turns(self) -> int:
        """Count the turns of all datasets that it speaks."""
        return sum(use.turns for use in self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterDetail:
    """Everything there is to one character."""

    listed: ListedCharacter
    """What a list says of it."""
    character: Character
    """The character itself, with the text of its card and the digest of its picture."""
    card: CharacterCard | None
    """What its card says, None when it has none, or one that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownSpeaker:
    """A name that speaks in entries and is no character's."""

    name: str
    """The name as it stands in turns."""
    entries: int
    """In how many entries."""
    turns: int
    """In how many turns."""


def list_characters(view: View) -> tuple[ListedCharacter, ...]:
    """Return all characters by name, with what they speak; no text is read."""
    aliases = _aliases(view)
    uses = _uses(view)
    rows = rows_as(_Row, view.connection, _CHARACTERS)
    return tuple(_listed(row, aliases[row.key], uses[row.key]) for row in rows)


def read_character(view: View, name: str) -> CharacterDetail:
    """Return the character that is called so, or has such an alias; raises UnknownName."""
    wanted = kept_name(name)
    query = (
        "select c.name from alias a join character c on c.key=a.target where a.kind='character' and a.name=?"
        " and not exists(select 1 from character where name=?)"
    )
    character = view.item(Character, name=ask_text(view.connection, query, (wanted, wanted)) or wanted)
    if character is None:
        names = [row.name for row in rows_as(_Row, view.connection, _CHARACTERS)]
        advice = (
            f"There are: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}." if names else "There is none yet."
        )
        raise UnknownName(f"there is no character named {name!r}", advice=advice)
    row = _Row(
        character.key,
        character.name,
        character.description,
        character.is_active,
        bool(character.card),
        bool(character.avatar),
    )
    listed = _listed(row, _aliases(view)[character.key], _uses(view, character.key)[character.key])
    return CharacterDetail(listed=listed, character=character, card=_readable(character.card))


def unknown_speakers(view: View, *, dataset: str | None = None) -> tuple[UnknownSpeaker, ...]:
    """Return the names that speak in entries and are no character's, the most frequent first.

    Raises UnknownName for a dataset there is not.
    """
    if dataset is None:
        rows = rows_as(_unknown, view.connection, _UNKNOWN + _BY_NAME)
    else:
        values = (view.dataset_key(dataset),)
        rows = rows_as(_unknown, view.connection, f"{_UNKNOWN} and d.id=?{_BY_NAME}", values)
    return tuple(rows)


class _Row(NamedTuple):
    key: str
    name: str
    description: str
    is_active: bool
    has_card: bool
    has_avatar: bool


class _Use(NamedTuple):
    key: str
    dataset: str
    entries: int
    turns: int


def _aliases(view: View) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for alias in view.items(Alias):
        if alias.kind is AliasKind.CHARACTER:
            found[alias.target].append(alias.name)
    return found


def _uses(view: View, key: str | None = None) -> defaultdict[str, list[CharacterUse]]:
    """Return what each character speaks, or only the one of that key."""
    only, values = ("", ()) if key is None else (" and p.key=?", (key,))
    found: defaultdict[str, list[CharacterUse]] = defaultdict(list)
    for use in rows_as(_Use, view.connection, f"{_SPOKEN}{only}{_BY_CHARACTER}", values):
        found[use.key].append(CharacterUse(dataset=use.dataset, entries=use.entries, turns=use.turns))
    return found


def _listed(row: _Row, aliases: Iterable[str], uses: Iterable[CharacterUse]) -> ListedCharacter:
    return ListedCharacter(
        key=row.key,
        name=row.name,
        aliases=tuple(aliases),
        description=row.description,
        is_active=bool(row.is_active),
        has_card=bool(row.has_card),
        has_avatar=bool(row.has_avatar),
        uses=tuple(uses),
    )


def _unknown(name: str, entries: int, turns: int) -> UnknownSpeaker:
    return UnknownSpeaker(name=name, entries=entries, turns=turns)


def _readable(card: str) -> CharacterCard | None:
    try:
        return card_from_text(card) if card else None
    except BadCard:
        return None
