"""Characters as they are shown: cards to look at, names that are nobody's yet, and everything about one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.character import Character
from rolethread_lite.operations.characters.adopt_characters import can_be_adopted
from rolethread_lite.queries.characters import (
    CharacterDetail,
    ListedCharacter,
    UnknownSpeaker,
    list_characters,
    read_character,
    unknown_speakers,
)
from rolethread_lite.queries.inactive_mentions import InactiveMention, inactive_mentions
from rolethread_lite.workspace import Workspace

_EVERY = ""
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CastCard:
    """A character as it is listed."""

    listed: ListedCharacter
    """The character."""
    avatar: str
    """Digest of its picture, empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A name that speaks and is no character's."""

    speaker: UnknownSpeaker
    """The name."""
    can_be_adopted: bool
    """Whether a character can be called just so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastShelf:
    """All characters as they are shown."""

    cards: tuple[CastCard, ...]
    """Those that are shown, by name."""
    names: tuple[str, ...]
    """The names of all."""
    waiting: tuple[SpeakerRow, ...]
    """Names that are nobody's, the most frequent first."""
    active: int
    """How many are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetUse:
    """How much a character speaks in one dataset."""

    dataset: str
    """The dataset's name."""
    entries: int
    """In how many entries."""
    turns: int
    """In how many turns."""
    address: str
    """Where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A dataset whose system prompts still speak of an inactive character."""

    dataset: str
    """The dataset's name."""
    name: str
    """The name that stands in them."""
    entries: int
    """How many entries have such a system prompt."""
    address: str
    """Where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """Everything that is shown of one character."""

    detail: CharacterDetail
    """The character."""
    uses: tuple[DatasetUse, ...]
    """How much it speaks, by dataset."""
    mentions: tuple[Mention, ...]
    """Where system prompts speak of it although it is not active."""
    card_texts: tuple[tuple[str, str], ...]
    """What its card says, each with the word for it."""
    names: tuple[str, ...]
    """The names of all characters."""

    @property
    def most(self) -> int:
        """Return the entries of the dataset in which it speaks most."""
        return max((use.entries for use in self.uses), default=0)


def read_cast(workspace: Workspace, *, wanted: str = "", state: str = _EVERY) -> CastShelf:
    """Return the characters in whose names or aliases a word stands; `state` may be `active` or `inactive`."""
    with workspace.view() as view:
        listed, speakers = list_characters(view), unknown_speakers(view)
        avatars = {character.key: character.avatar for character in view.items(Character)}
    shown = [one for one in listed if _fits(one, wanted.strip().casefold(), state)]
    return CastShelf(
        cards=tuple(CastCard(listed=one, avatar=avatars.get(one.key, "")) for one in shown),
        names=tuple(one.name for one in listed),
        waiting=tuple(SpeakerRow(speaker=one, can_be_adopted=can_be_adopted(one.name)) for one in speakers),
        active=sum(one.is_active for one in listed),
    )


def read_member(workspace: Workspace, word: str) -> CastMember:
    """Return everything about the character of that key or name; raises UnknownName."""
    with workspace.view() as view:
        characters = view.items(Character)
        name = next((one.name for one in characters if one.key == word), word)
        detail = read_character(view, name)
        keys = {dataset.name: dataset.key for dataset in view.datasets()}
    character = detail.character
    query = QueryParams([("character", character.name)])
    uses = tuple(
        DatasetUse(
            dataset=use.dataset,
            entries=use.entries,
            turns=use.turns,
            address=f"/d/{keys[use.dataset]}/entries?{query}",
        )
        for use in detail.listed.uses
    )
    mentions = () if character.is_active else tuple(_mentions(workspace, character, keys))
    return CastMember(
        detail=detail,
        uses=uses,
        mentions=mentions,
        card_texts=_card_texts(detail),
        names=tuple(one.name for one in characters),
    )


def key_of(workspace: Workspace, name: str) -> str:
    """Return the key of the character of that name; raises UnknownName when there is none."""
    with workspace.view() as view:
        found = view.item(Character, name=name.strip())
    if found is None:
        raise UnknownName(f"there is no character named {name!r}", advice="Look at the list of characters.")
    return found.key


def _fits(one: ListedCharacter, wanted: str, state: str) -> bool:
    if state and one.is_active != (state == "active"):
        return False
    return not wanted or any(wanted in name.casefold() for name in (one.name, *one.aliases))


def _mentions(workspace: Workspace, character: Character, keys: dict[str, int]) -> Iterator[Mention]:
    for dataset, key in keys.items():
        with workspace.view() as view:
            found = [one for one in inactive_mentions(view, dataset=dataset) if one.character == character.name]
        for one in found:
            yield Mention(
                dataset=dataset,
                name=", ".join(one.names),
                entries=len(one.entry_ids),
                address=f"/d/{key}/entries?{_mentioning(one)}",
            )


def _mentioning(mention: InactiveMention) -> QueryParams:
    """Return the parameters that find the entries: by id, or by the name where an address cannot hold the ids."""
    if len(mention.entry_ids) <= _SHOWN:
        return QueryParams([("id", entry_id) for entry_id in mention.entry_ids])
    return QueryParams([("q", mention.names[0]), ("mode", "word"), ("in", "system")])


def _card_texts(detail: CharacterDetail) -> tuple[tuple[str, str], ...]:
    card = detail.card
    if card is None:
        return ()
    texts: Iterable[tuple[str, str]] = (
        ("Description", card.description),
        ("Personality", card.personality),
        ("Scenario", card.scenario),
        ("Greeting", card.first_message),
        *((f"Greeting {number}", text) for number, text in enumerate(card.alternate_greetings, start=2)),
        ("Example dialogue", card.example_dialogue),
        ("System prompt", card.system_prompt),
        ("After the conversation", card.post_history_instructions),
        ("Maker", card.creator),
        ("Notes of the maker", card.creator_notes),
        ("Tags", ", ".join(card.tags)),
    )
    return tuple((word, text) for word, text in texts if text.strip())
