"""Makes characters of character cards, or brings those there are up to date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Character
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.card_text import usable_card
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCard:
    """What a character takes from a card."""

    name: str
    """The character's name."""
    card: str
    """The card's JSON, exactly as it came."""
    description: str = ""
    """Who it is; a description that is there already is kept."""
    aliases: tuple[str, ...] = ()
    """Other names under which it speaks."""
    avatar: str = ""
    """Digest of its picture, kept before the operation is applied; empty leaves the one there is."""

    @staticmethod
    def of(card: CharacterCard, *, name: str = "", with_aliases: bool = True) -> "ImportedCard":
        """Return what a character takes from a card, under its own name or another one."""
        own = name.strip() or card.name.strip() or card.nickname.strip()
        aliases = (*card.aliases, card.name.strip()) if with_aliases else ()
        return ImportedCard(
            name=own,
            card=card.raw,
            description=card.description.strip(),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != own)),
            avatar=card.picture_digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCharacterCards(Operation):
    """Make a character of each card; one there is of that name gets the card, the picture and the other names."""

    NAME: ClassVar[str] = "import-character-cards"
    cards: tuple[ImportedCard, ...]
    """The cards, no two for the same name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each character that comes or changes, and its other names; raises InvalidValue for a taken name."""
        self._refuse_twins()
        known = KnownCharacters(view)
        for card in self.cards:
            name = usable_name(card.name, word="character")
            before = known.get(name)
            after = _with_card(before or Character(key="", name=name), card)
            yield from known.add(after) if before is None else known.change(before, after)
            for alias in card.aliases:
                yield from known.add_alias(usable_name(alias, word="character"), to=known.find(name))

    def label(self) -> str:
        """Name the characters."""
        return f"Import character card {named(tuple(card.name for card in self.cards))}"

    def _refuse_twins(self) -> None:
        numbers = Counter(usable_name(card.name, word="character") for card in self.cards)
        twin = next((name for name, number in numbers.items() if number > 1), None)
        if twin is not None:
            raise InvalidValue(
                f"{numbers[twin]} of the cards are for {twin!r}", advice="Import them one by one, under other names."
            )


def _with_card(character: Character, card: ImportedCard) -> Character:
    return replace(
        character,
        description=character.description or kept_name(card.description),
        card=usable_card(card.card),
        avatar=card.avatar or character.avatar,
    )
