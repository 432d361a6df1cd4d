"""Character cards that were dropped: what would come in or change, and the cards themselves until that is confirmed."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath

from starlette.datastructures import State

from rolethread_lite.errors import UnknownName, UnreadableInput
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.reading import read_card
from rolethread_lite.model.card_difference import CardDifference, differing_members
from rolethread_lite.model.character import Character
from rolethread_lite.operations.characters.import_character_cards import ImportedCard
from rolethread_lite.web.library_pictures import picture_type
from rolethread_lite.workspace import Workspace

_MOST_WAITING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedCard:
    """A file that was dropped."""

    file: str
    """What it is called."""
    name: str
    """The name the character gets, empty when it is no card."""
    card: CharacterCard | None
    """The card, None when none can be read."""
    fault: str = ""
    """Why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOutlook:
    """What would become of a dropped card."""

    dropped: DroppedCard
    """The card."""
    number: int
    """Its number among those that were dropped with it."""
    character: Character | None
    """The character of that name that there is already."""
    members: tuple[CardDifference, ...]
    """What its present card says otherwise; everything that the card says for a new one."""
    has_picture: bool
    """Whether a picture that can be shown comes with it."""


class WaitingCards:
    """The cards that were dropped last, by number; they are forgotten when others come or the app ends."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers = count(1)
        self._waiting: OrderedDict[int, tuple[DroppedCard, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, cards: tuple[DroppedCard, ...]) -> int:
        """Keep cards and return the number by which they are found."""
        with self._lock:
            number = next(self._numbers)
            self._waiting[number] = cards
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)
        return number

    def find(self, number: int) -> tuple[DroppedCard, ...]:
        """Return the cards of that number; raises UnknownName when they were forgotten."""
        with self._lock:
            found = self._waiting.get(number)
        if found is None:
            raise UnknownName("these cards are no longer at hand", advice="Drop them again.")
        return found


def waiting_cards(state: State) -> WaitingCards:
    """Return the cards that wait in the app with this state."""
    if not hasattr(state, "waiting_cards"):
        state.waiting_cards = WaitingCards()
    found: WaitingCards = state.waiting_cards
    return found


def read_dropped(content: bytes, *, file: str, name: str = "") -> DroppedCard:
    """Return a dropped file as a card, or with why it is none; `name` is what the character is called in any case."""
    try:
        card = read_card(content, name=file)
    except UnreadableInput as fault:
        return DroppedCard(file=file, name="", card=None, fault=f"{fault.what}. {fault.advice}")
    own = name or card.name.strip() or card.nickname.strip() or PurePath(file).stem
    return DroppedCard(file=file, name=own, card=card)


def look_at_cards(workspace: Workspace, cards: Iterable[DroppedCard]) -> tuple[CardOutlook, ...]:
    """Return what would become of each card."""
    with workspace.view() as view:
        known = {character.name: character for character in view.items(Character)}
    return tuple(_outlook(number, one, known.get(one.name)) for number, one in enumerate(cards))


def imported(dropped: DroppedCard, *, name: str, with_aliases: bool) -> ImportedCard | None:
    """Return what a character takes from a dropped card; None for what is no card."""
    return None if dropped.card is None else ImportedCard.of(dropped.card, name=name, with_aliases=with_aliases)


def _outlook(number: int, dropped: DroppedCard, character: Character | None) -> CardOutlook:
    card = dropped.card
    members = () if card is None else differing_members("" if character is None else character.card, card.raw)
    has_picture = card is not None and bool(picture_type(card.picture))
    return CardOutlook(dropped=dropped, number=number, character=character, members=members, has_picture=has_picture)
