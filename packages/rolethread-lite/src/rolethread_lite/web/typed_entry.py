"""The entry as it stands in the editor: read from the form that was posted, and turned into the entry it says.

A browser gives a text back with other line ends, and cannot hold half a surrogate pair. So whatever comes back as it
was shown is what the entry had, to the byte; and every message knows from which it came, so that what the editor
does not show moves along with it.
"""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, USER, Message
from rolethread_lite.operations.tag_entries import meant_tags
from rolethread_lite.rules.tags.tag_list import set_tags
from rolethread_lite.web.acting import Form, normalised
from rolethread_lite.web.json_view import read_json
from rolethread_lite.web.rendering import visible

TRAIN_WORDS: Mapping[bool | None, str] = MappingProxyType({None: "", True: "yes", False: "no"})
_TRAIN = {word: value for value, word in TRAIN_WORDS.items()}
_NOTHING = Entry(messages=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message in the editor."""

    key: int
    """Names the card as long as the page is open, wherever it is moved."""
    message: Message
    """The message as it is typed."""
    origin: int | None = None
    """Index of the message it came from in the entry the editor began with; None for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedEntry:
    """Everything that stands in the editor."""

    cards: tuple[Card, ...] = ()
    """The messages in their order; none while JSON is edited."""
    tags: tuple[str, ...] = ()
    """The tags."""
    note: str = ""
    """The owner's remark."""
    base: bytes = b""
    """The line of the entry the editor began with; empty for a new one."""
    base_note: str = ""
    """The note it had."""
    seen: str = ""
    """What the stored entry was then, see `seen_as`; empty for a new one."""
    json: str | None = None
    """The entry as JSON, None while its messages are edited."""
    prompt: str = ""
    """Key of the system prompt that was chosen from the library."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What its variables are filled with."""

    @property
    def began(self) -> Entry:
        """Return the entry the editor began with, an empty one for a new entry."""
        return began_with(self.base)

    def entry(self) -> Entry:
        """Return the entry that is typed; raises JsonFault while the JSON is none."""
        if self.json is not None:
            return replace(read_json(self.json)[0], note=self.note)
        began = self.began
        whole = replace(began, messages=tuple(_finished(card, began) for card in self.cards), note=self.note)
        return whole if self.tags == meant_tags(began) else set_tags(whole, self.tags)

    @property
    def carried(self) -> tuple[str, str]:
        """Return line and note of the entry the editor began with, as the form carries them."""
        return _carried(self.base), _carried(self.base_note)

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing at all was typed into a new entry."""
        texts = (text for card in self.cards for text in (*card.message.pieces, *card.message.alternatives))
        written = (self.note, self.json or "", *self.tags, *texts)
        return not self.base and not any(text.strip() for text in written)


def new_entry() -> TypedEntry:
    """Return the editor for an entry that is still to be written: one exchange, nothing said."""
    turns = (Message(role=USER, content=""), Message(role=ASSISTANT, content=""))
    return TypedEntry(cards=tuple(Card(key=place, message=turn) for place, turn in enumerate(turns)))


def opened_entry(entry: Entry, *, line: bytes, seen: str, keys: Iterable[int] = ()) -> TypedEntry:
    """Return the editor for a stored entry; `keys` are those of the cards where they were shown before."""
    known = tuple(keys)
    names = known if len(known) == len(entry.messages) else tuple(range(len(entry.messages)))
    pairs = enumerate(zip(names, entry.messages, strict=True))
    cards = (Card(key=key, message=message, origin=place) for place, (key, message) in pairs)
    return TypedEntry(
        cards=tuple(cards), tags=meant_tags(entry), note=entry.note, base=line, base_note=entry.note, seen=seen
    )


def began_with(line: bytes) -> Entry:
    """Return the entry of a line, an empty one for an empty line; raises InvalidValue for anything else."""
    item = read_stored(line) if line else _NOTHING
    if not isinstance(item, Entry):
        raise InvalidValue("this form does not belong to an entry", advice="Open the entry again.")
    return item


def read_typed(form: Form) -> TypedEntry:
    """Return what a posted form of the editor says; raises InvalidValue for a form that is none of ours."""
    base, note = _uncarried(form, "base"), _note(form)
    began = began_with(base)
    is_json = form.has("json")
    return TypedEntry(
        cards=() if is_json else tuple(_card(form, key, began) for key in dict.fromkeys(form.texts("card"))),
        tags=_tags(form, meant_tags(began)),
        note=_kept(form.text("note"), (note,), as_shown),
        base=base,
        base_note=note,
        seen=form.text("seen"),
        json=form.text("json") if is_json else None,
        prompt=form.text("prompt"),
        values=dict(zip(form.texts("variable"), form.texts("value"), strict=False)),
    )


def _carried(content: str | bytes) -> str:
    """Return a text, or a line, as a form can carry it unharmed."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return base64.b64encode(raw).decode()


def _note(form: Form) -> str:
    """Return the note of the entry the editor began with."""
    try:
        return _uncarried(form, "base-note").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as fault:
        raise _tampered() from fault


def _uncarried(form: Form, name: str) -> bytes:
    try:
        return base64.b64decode(form.text(name), validate=True)
    except ValueError as fault:
        raise _tampered() from fault


def _tampered() -> InvalidValue:
    return InvalidValue("this form was changed on its way", advice="Open the entry again.")


def as_shown(text: str) -> str:
    """Return a text as a browser gives it back from a box of several lines."""
    return normalised(visible(text)).replace("\0", "\ufffd")


def as_shown_in_line(text: str) -> str:
    """Return a text as a browser gives it back from a box of one line."""
    return as_shown(text).replace("\n", "")


def _kept(typed: str, had: Iterable[str | None], shown: Callable[[str], str]) -> str:
    """Return the text that was shown as `typed`, of those that were there; what was typed where there is none."""
    return next((text for text in had if text is not None and shown(text) == typed), typed)


def _tags(form: Form, had: tuple[str, ...]) -> tuple[str, ...]:
    tags = tuple(_kept(tag, had, as_shown_in_line) for tag in form.texts("tag"))
    more = form.text("add-tag").strip()
    return (*tags, more) if more and more not in tags else tags


def _card(form: Form, key: str, began: Entry) -> Card:
    origin = form.number(f"origin-{key}", -1)
    came = began.messages[origin] if 0 <= origin < len(began.messages) else None
    try:
        number = int(key)
    except ValueError as fault:
        raise _tampered() from fault
    message = _typed(form, key, came or Message(role=USER, content=""))
    return Card(key=number, message=message, origin=origin if came is not None else None)


def _typed(form: Form, key: str, came: Message) -> Message:
    """Return the message of a card; `came` is what it came from."""
    texts = (came.content if isinstance(came.content, str) else None, *came.alternatives)
    others = form.texts(f"alternative-{key}") if form.has(f"alternative-{key}") else ()
    speaker = _kept(form.text(f"speaker-{key}"), (came.speaker,), as_shown_in_line)
    return replace(
        came,
        role=_kept(form.text(f"role-{key}", came.role), (came.role,), as_shown_in_line),
        speaker=speaker if speaker == came.speaker else speaker.strip() or None,
        train=_TRAIN.get(form.text(f"train-{key}")),
        content=_kept(form.text(f"text-{key}"), texts, as_shown) if form.has(f"text-{key}") else came.content,
        alternatives=tuple(_kept(other, _from(texts, place + 1), as_shown) for place, other in enumerate(others)),
        reasoning=_kept(form.text(f"reasoning-{key}"), (came.reasoning,), as_shown)
        if form.has(f"reasoning-{key}")
        else came.reasoning,
    )


def _from(texts: tuple[str | None, ...], place: int) -> tuple[str | None, ...]:
    """Return the texts, the one of this place first: where two are shown alike, each stays what it was."""
    return (*texts[place : place + 1], *texts)


def _finished(card: Card, began: Entry) -> Message:
    """Return a card's message as it is saved: without empty boxes, and spelled as the entry's others are."""
    message = card.message
    came = began.messages[card.origin] if card.origin is not None else None
    had = came.alternatives if came is not None else ()
    others = tuple(text for text in message.alternatives if text.strip() or text in had)
    layout = message.layout if came is not None else _layout_of(message.role, began)
    reasoning = message.reasoning or (came.reasoning if came is not None and came.reasoning == "" else None)
    return replace(message, alternatives=others, reasoning=reasoning, layout=layout)


def _layout_of(role: str, began: Entry) -> tuple[str, ...]:
    """Return how the entry's own messages of a role are spelled, empty where it has none."""
    return next((one.layout for one in reversed(began.messages) if one.role == role), ())
