"""Names what is no longer there when an entry was written in a format and read again."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeAlias

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message

_Aspect: TypeAlias = Callable[[Message], Iterable[Hashable]]


def name_lost(entry: Entry, *, again: Entry) -> Iterator[str]:
    """Name what `again`, the entry as it was read back, lacks of the entry; nothing when it is the same."""
    if entry == again:
        return
    names = [*_lost_beside_turns(entry, again), *_lost_in_turns(entry.messages, again.messages)]
    # Something is always named, so that no difference goes unsaid.
    yield from names or ["the way it is written"]


def _lost_beside_turns(entry: Entry, again: Entry) -> Iterator[str]:
    if entry.note != again.note:
        yield "note"
    if entry.tags != again.tags:
        yield "tags"
    missing = Counter(entry.extra) - Counter(again.extra)
    yield from dict.fromkeys(f"the member {key!r}" for key, _ in missing)


def _lost_in_turns(before: tuple[Message, ...], after: tuple[Message, ...]) -> Iterator[str]:
    if before == after:
        return
    if [message.text for message in before] != [message.text for message in after]:
        yield "turns"
    elif [message.role for message in before] != [message.role for message in after]:
        yield "roles"
    for name, aspect in _ASPECTS.items():
        if _count(before, aspect) - _count(after, aspect):
            yield name


def _count(messages: tuple[Message, ...], aspect: _Aspect) -> Counter[Hashable]:
    return Counter(value for message in messages for value in aspect(message))


def _other_content(message: Message) -> Iterator[Hashable]:
    if not isinstance(message.content, str):
        yield message.content


_ASPECTS: dict[str, _Aspect] = {
    "content that is not plain text": _other_content,
    "speakers": lambda message: () if message.speaker is None else (message.speaker,),
    "training marks": lambda message: () if message.train is None else (message.train,),
    "alternatives": lambda message: message.alternatives,
    "reasoning": lambda message: () if message.reasoning is None else (message.reasoning,),
    "other members of messages": lambda message: message.extra,
}
