"""What lies before whoever edits: the stored entry, the list it was opened from, and its messages as cards."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from starlette.requests import Request

from rolethread_lite.formats import messages
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, compact, join_members
from rolethread_lite.model.message import ASSISTANT, SYSTEM, TOOL, USER, Message
from rolethread_lite.web.address import EntriesAddress, read_address
from rolethread_lite.web.json_view import JsonFault, shown_json
from rolethread_lite.web.open_entry import OpenEntry, open_entry
from rolethread_lite.web.rendering import dataset_of
from rolethread_lite.web.typed_entry import TRAIN_WORDS, TypedEntry, new_entry, opened_entry

_ROLES = (SYSTEM, USER, ASSISTANT, TOOL)
_LINE = 90
"""So many characters go into a line of a card, about."""
_FEWEST_ROWS, _MOST_ROWS = 2, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the editor is about: a stored line, or one that is still to be."""

    dataset: Dataset
    """The dataset."""
    address: EntriesAddress
    """The list from which it was opened, and to which Cancel leads."""
    opened: OpenEntry | None = None
    """The stored line; None for a new entry."""

    @property
    def path(self) -> str:
        """Return where the editor is found, the list it was opened from left out."""
        base = f"/d/{self.dataset.key}"
        return f"{base}/new" if self.opened is None else f"{base}/entries/{self.entry_id}/edit"

    @property
    def query(self) -> str:
        """Return the part of the address that says from which list it was opened."""
        return str(self.address.opened("")).partition("?")[2]

    @property
    def here(self) -> str:
        """Return the whole address of the editor."""
        return f"{self.path}?{self.query}".rstrip("?")

    @property
    def back(self) -> str:
        """Return the address of the list, the entry open in it."""
        return str(self.address.opened(self.entry_id))

    @property
    def entry_id(self) -> str:
        """Return the id of the stored line, empty for a new entry."""
        return self.opened.detail.entry_id if self.opened is not None else ""

    @property
    def seen(self) -> str:
        """Return what the stored line is now, empty for a new entry."""
        return self.opened.seen if self.opened is not None else ""

    def differs(self, entry: Entry) -> bool:
        """Tell whether an entry is another one than the stored one, in more than the spaces between its values."""
        stored = self.opened.entry if self.opened is not None else None
        if stored is None or stored.note != entry.note:
            return True
        return compact(messages.write(stored)) != compact(messages.write(entry))

    def has_unsaved(self, typed: TypedEntry) -> bool:
        """Tell whether the editor holds anything that is not stored."""
        if self.opened is None:
            return not typed.is_blank
        try:
            return self.differs(typed.entry())
        except JsonFault:
            return typed.json != shown_json(self.opened.detail.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An alternative in its box."""

    text: str
    """The text."""
    rows: int
    """How many lines the box has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A card as it is shown."""

    key: int
    """Names it."""
    origin: int | None
    """Index of the message it came from."""
    message: Message
    """The message."""
    kind: str
    """How it looks: a role, or `other`."""
    roles: tuple[str, ...]
    """The roles that can be chosen: those that trainers know, and what stands there."""
    train: str
    """Whether it is learned, as a word of the form."""
    rows: int
    """How many lines the box of its text has."""
    alternatives: tuple[Alternative, ...]
    """Its alternatives."""
    content: str
    """Its content as JSON where that is no text."""
    extra: str
    """Its other members as JSON, empty for none."""
    can_split: bool
    """Whether another entry can begin with it."""


def open_desk(request: Request, entry_id: str = "") -> Desk:
    """Return what a request is about; raises UnknownName where there is no such entry."""
    dataset = dataset_of(request)
    wanted_id = entry_id or str(request.path_params.get("entry", ""))
    address = read_address(request.query_params, dataset=dataset.key)
    opened = open_entry(request, dataset, wanted_id) if wanted_id else None
    return Desk(dataset=dataset, address=address, opened=opened)


def begin(desk: Desk, *, keys: Iterable[int] = ()) -> TypedEntry:
    """Return the editor as it opens; a line that is no entry opens as text. `keys` are those of cards shown before."""
    opened = desk.opened
    if opened is None:
        return new_entry()
    if opened.entry is None:
        return TypedEntry(json=shown_json(opened.detail.line), seen=opened.seen)
    return opened_entry(opened.entry, line=opened.detail.line, seen=opened.seen, keys=keys)


def begin_as_json(desk: Desk) -> TypedEntry:
    """Return the editor of a stored line, its JSON shown."""
    if desk.opened is None:
        return new_entry()
    return replace(begin(desk), cards=(), json=shown_json(desk.opened.detail.line))


def show_cards(typed: TypedEntry) -> Iterator[ShownCard]:
    """Yield the cards as they are shown."""
    opening = next((place for place, card in enumerate(typed.cards) if card.message.role != SYSTEM), 0)
    for place, card in enumerate(typed.cards):
        message = card.message
        yield ShownCard(
            key=card.key,
            origin=card.origin,
            message=message,
            kind=message.role if message.role in _ROLES else "other",
            roles=_ROLES if message.role in _ROLES else (*_ROLES, message.role),
            train=TRAIN_WORDS[message.train],
            rows=_rows(message.text),
            alternatives=tuple(Alternative(text=text, rows=_rows(text)) for text in message.alternatives),
            content=_content(message),
            extra=shown_json(join_members(message.extra)) if message.extra else "",
            can_split=place > opening,
        )


def _content(message: Message) -> str:
    if isinstance(message.content, str) or message.content is None:
        return ""
    if isinstance(message.content, tuple):
        return shown_json(JsonText(b"[" + b",".join(part.raw for part in message.content) + b"]"))
    return shown_json(message.content)


def _rows(text: str) -> int:
    """Return how many lines a box needs, for browsers that do not find out themselves."""
    lines = sum(max(1, math.ceil(len(line) / _LINE)) for line in text.split("\n"))
    return min(max(lines, _FEWEST_ROWS), _MOST_ROWS)
