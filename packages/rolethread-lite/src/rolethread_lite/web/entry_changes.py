"""What the buttons of the editor do: each makes another typed entry of one, and says where to go on typing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats import messages
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER, Message
from rolethread_lite.model.prompt_template import fill, read_template
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.web.json_view import read_json, shown_json
from rolethread_lite.web.typed_entry import Card, TypedEntry, opened_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A typed entry after a button."""

    typed: TypedEntry
    """The entry as it is typed now."""
    focus: str = ""
    """Id of the box to go on in, empty for the one that is typed in."""


def change_entry(typed: TypedEntry, act: str) -> Changed:
    """Return what a button makes of an entry; `act` is its word and what it is about, colons between.

    Raises InvalidValue for a button that there is not, and JsonFault where JSON is none.
    """
    word, _, rest = act.partition(":")
    if not word:
        return Changed(typed=typed)
    if word not in _CHANGES:
        raise InvalidValue(f"there is no button {word!r}", advice="Load the page again.")
    return _CHANGES[word](typed, rest)


def put_prompt(typed: TypedEntry, prompt: SystemPrompt) -> Changed:
    """Put a system prompt of the library before everything else, in place of the one that is there.

    While nobody has said what its variables stand for, nothing is put anywhere: the values are asked for first.
    """
    names = read_template(prompt.text).variables
    if not set(names) <= set(typed.values):
        asked = replace(typed, values={name: _guessed_value(typed, name) for name in names})
        return Changed(typed=asked, focus="value-0")
    values = {name: value for name, value in typed.values.items() if name in names and value.strip()}
    text = fill(prompt.text, values)
    place = next((place for place, card in enumerate(typed.cards) if card.message.role == SYSTEM), None)
    done = replace(typed, prompt="", values={})
    if place is None:
        card = Card(key=_next_key(typed), message=Message(role=SYSTEM, content=text))
        return Changed(typed=replace(done, cards=(card, *typed.cards)), focus=f"text-{card.key}")
    card = typed.cards[place]
    return Changed(typed=_with(done, place, replace(card.message, content=text)), focus=f"text-{card.key}")


def begin_next(typed: TypedEntry) -> TypedEntry:
    """Return the editor for the entry after a new one: the same system prompt and speakers, nothing said yet."""
    prompts = [card.message for card in typed.cards if card.message.role == SYSTEM][:1]
    turns = [Message(role=role, content="", speaker=_speaker_of(typed.cards, role)) for role in (USER, ASSISTANT)]
    return TypedEntry(cards=tuple(Card(key=place, message=one) for place, one in enumerate((*prompts, *turns))))


def _guessed_value(typed: TypedEntry, name: str) -> str:
    """Return who a variable most likely stands for."""
    role = {"char": ASSISTANT, "user": USER}.get(name)
    return (_speaker_of(typed.cards, role) or "") if role is not None else ""


def _insert(typed: TypedEntry, key: str) -> Changed:
    return _inserted(typed, _place(typed, key))


def _append(typed: TypedEntry, _: str) -> Changed:
    return _inserted(typed, len(typed.cards))


def _inserted(typed: TypedEntry, place: int) -> Changed:
    card = Card(key=_next_key(typed), message=_guess(typed.cards, place))
    cards = (*typed.cards[:place], card, *typed.cards[place:])
    return Changed(typed=replace(typed, cards=cards), focus=f"text-{card.key}")


def _exchange(typed: TypedEntry, _: str) -> Changed:
    """Add what is missing up to the end of an exchange: the user's turn, where it is the user's, and the answer."""
    first = _append(typed, "")
    if first.typed.cards[-1].message.role == ASSISTANT:
        return first
    return Changed(typed=_append(first.typed, "").typed, focus=first.focus)


def _delete(typed: TypedEntry, key: str) -> Changed:
    place = _place(typed, key)
    cards = (*typed.cards[:place], *typed.cards[place + 1 :])
    focus = _box_of(cards[min(place, len(cards) - 1)]) if cards else "append"
    return Changed(typed=replace(typed, cards=cards), focus=focus)


def _up(typed: TypedEntry, key: str) -> Changed:
    return _moved(typed, key, -1)


def _down(typed: TypedEntry, key: str) -> Changed:
    return _moved(typed, key, 1)


def _moved(typed: TypedEntry, key: str, by: int) -> Changed:
    place = _place(typed, key)
    to = place + by
    if not 0 <= to < len(typed.cards):
        return Changed(typed=typed)
    cards = list(typed.cards)
    cards[place], cards[to] = cards[to], cards[place]
    return Changed(typed=replace(typed, cards=tuple(cards)))


def _add_alternative(typed: TypedEntry, key: str) -> Changed:
    place = _place(typed, key)
    message = typed.cards[place].message
    changed = _with(typed, place, replace(message, alternatives=(*message.alternatives, "")))
    return Changed(typed=changed, focus=f"alternative-{key}-{len(message.alternatives)}")


def _remove_alternative(typed: TypedEntry, rest: str) -> Changed:
    place, number = _alternative(typed, rest)
    message = typed.cards[place].message
    others = (*message.alternatives[:number], *message.alternatives[number + 1 :])
    return Changed(typed=_with(typed, place, replace(message, alternatives=others)), focus=_box_of(typed.cards[place]))


def _choose(typed: TypedEntry, rest: str) -> Changed:
    """Make an alternative the text; the text takes its place."""
    place, number = _alternative(typed, rest)
    message = typed.cards[place].message
    if not isinstance(message.content, str):
        raise InvalidValue("this message has no text to exchange", advice="Edit it as JSON.")
    others = (*message.alternatives[:number], message.content, *message.alternatives[number + 1 :])
    chosen = replace(message, content=message.alternatives[number], alternatives=others)
    return Changed(typed=_with(typed, place, chosen), focus=_box_of(typed.cards[place]))


def _untag(typed: TypedEntry, number: str) -> Changed:
    place = _number(number, len(typed.tags))
    return Changed(typed=replace(typed, tags=(*typed.tags[:place], *typed.tags[place + 1 :])), focus="add-tag")


def _to_json(typed: TypedEntry, _: str) -> Changed:
    if typed.json is not None:
        return Changed(typed=typed)
    line = messages.write(typed.entry())
    return Changed(typed=replace(typed, cards=(), json=shown_json(line)), focus="json")


def _to_cards(typed: TypedEntry, _: str) -> Changed:
    if typed.json is None:
        return Changed(typed=typed)
    entry, line = read_json(typed.json)
    opened = opened_entry(replace(entry, note=typed.note), line=line, seen=typed.seen)
    return Changed(typed=replace(opened, base_note=typed.base_note))


_CHANGES: Mapping[str, Callable[[TypedEntry, str], Changed]] = MappingProxyType(
    {
        "insert": _insert,
        "append": _append,
        "exchange": _exchange,
        "delete": _delete,
        "up": _up,
        "down": _down,
        "alternative": _add_alternative,
        "drop": _remove_alternative,
        "choose": _choose,
        "untag": _untag,
        "json": _to_json,
        "cards": _to_cards,
    }
)


def _guess(cards: tuple[Card, ...], place: int) -> Message:
    """Return the message that most likely comes at a place: the other side's turn, under the name it had."""
    before = cards[place - 1].message.role if place else ""
    follows = cards[place].message.role if place < len(cards) else ""
    role = _guessed_role(before, follows)
    return Message(role=role, content="", speaker=_speaker_of((*reversed(cards[:place]), *cards[place:]), role))


def _guessed_role(before: str, follows: str) -> str:
    if before == SYSTEM:
        return ASSISTANT if follows == USER else USER
    if before:
        return USER if before == ASSISTANT else ASSISTANT
    return SYSTEM if follows == USER else USER


def _speaker_of(cards: Iterable[Card], role: str) -> str | None:
    """Return under which name a role speaks in the first of these messages."""
    return next((card.message.speaker for card in cards if card.message.role == role and card.message.speaker), None)


def _place(typed: TypedEntry, key: str) -> int:
    place = next((place for place, card in enumerate(typed.cards) if str(card.key) == key), None)
    if place is None:
        raise InvalidValue("this message is not there any more", advice="Choose another one.")
    return place


def _alternative(typed: TypedEntry, rest: str) -> tuple[int, int]:
    key, _, number = rest.partition(":")
    place = _place(typed, key)
    return place, _number(number, len(typed.cards[place].message.alternatives))


def _number(text: str, size: int) -> int:
    if not text.isdecimal() or int(text) >= size:
        raise InvalidValue("this is not there any more", advice="Choose another one.")
    return int(text)


def _with(typed: TypedEntry, place: int, message: Message) -> TypedEntry:
    card = replace(typed.cards[place], message=message)
    return replace(typed, cards=(*typed.cards[:place], card, *typed.cards[place + 1 :]))


def _box_of(card: Card) -> str:
    return f"text-{card.key}" if isinstance(card.message.content, str) else f"role-{card.key}"


def _next_key(typed: TypedEntry) -> int:
    return max((card.key for card in typed.cards), default=-1) + 1
