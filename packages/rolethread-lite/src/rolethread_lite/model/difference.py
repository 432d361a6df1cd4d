"""The readable difference between two entries: by turn and word, with tags and all other members."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import NULL, JsonText, Members, encode_text, encode_texts
from rolethread_lite.model.message import SYSTEM, Content, Message
from rolethread_lite.model.runs import Run, compare_texts, matching_blocks

MOST_PAIRINGS = 400
"""Where more pairs of changed turns than this are possible, turns are paired in order instead of by likeness."""

ALIKE = 0.3
"""Two turns that share at least this part of their words are one turn, changed."""


class TurnFate(StrEnum):
    """What became of a turn."""

    KEPT = "kept"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDifference:
    """A member whose value is not the same in both."""

    key: str
    """The member's key."""
    before: JsonText | None
    """Its value before, None when it was not there."""
    after: JsonText | None
    """Its value after, None when it is no longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnDifference:
    """One turn, before and after."""

    fate: TurnFate
    """Whether it was kept, changed, removed or added."""
    before: int | None
    """Index of the message before, None for an added turn."""
    after: int | None
    """Index of the message after, None for a removed turn."""
    role: str
    """Its role: the new one, or the old one of a removed turn."""
    speaker: str | None
    """Its speaker, as for the role."""
    runs: tuple[Run, ...]
    """Its text, by what was kept, removed and added."""
    members: tuple[MemberDifference, ...] = ()
    """Everything besides the text that is not the same: `role`, `speaker`, `train`, any other member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDifference:
    """All that is not the same in two entries."""

    turns: tuple[TurnDifference, ...]
    """Every turn of both, the kept ones too, in reading order."""
    tags_added: tuple[str, ...] = ()
    """Tags that only stand there after."""
    tags_removed: tuple[str, ...] = ()
    """Tags that only stood there before."""
    tags_moved: bool = False
    """Whether the tags are the same in another order."""
    members: tuple[MemberDifference, ...] = ()
    """Other members of the entry that are not the same, and `note`."""

    @property
    def is_empty(self) -> bool:
        """Tell whether the entries hold the same."""
        tags_same = not (self.tags_added or self.tags_removed or self.tags_moved)
        return tags_same and not self.members and not self.changed_turns

    @property
    def changed_turns(self) -> tuple[TurnDifference, ...]:
        """Return the turns that were not kept as they were."""
        return tuple(turn for turn in self.turns if turn.fate is not TurnFate.KEPT)

    @property
    def system_prompt(self) -> tuple[TurnDifference, ...]:
        """Return what became of system messages, without those that were kept."""
        return tuple(turn for turn in self.changed_turns if turn.role == SYSTEM)


def compare(before: Entry, after: Entry) -> EntryDifference:
    """Return the difference between two entries; empty exactly when they are equal."""
    notes = (("note", encode_text(before.note)),), (("note", encode_text(after.note)),)
    return EntryDifference(
        turns=tuple(_compare_messages(before.messages, after.messages)),
        tags_added=_missing(after.tags, before.tags),
        tags_removed=_missing(before.tags, after.tags),
        tags_moved=before.tags != after.tags and Counter(before.tags) == Counter(after.tags),
        members=(*_compare_members(before.extra, after.extra), *_compare_members(*notes)),
    )


def paired_turns(before: Sequence[Message], after: Sequence[Message]) -> tuple[tuple[int, int], ...]:
    """Return the places of turns that are the same turn before and after, changed or not, ascending."""
    return tuple((old, new) for old, new in _pairs(before, after) if old < len(before))


def _missing(tags: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple((Counter(tags) - Counter(others)).elements())


def _compare_messages(before: Sequence[Message], after: Sequence[Message]) -> Iterator[TurnDifference]:
    place = other = 0
    for old, new in _pairs(before, after):
        yield from (_removed(before, left) for left in range(place, old))
        yield from (_added(after, right) for right in range(other, new))
        if old < len(before):
            yield _compare_turn(before, after, old, new)
        place, other = old + 1, new + 1


def _pairs(before: Sequence[Message], after: Sequence[Message]) -> Iterator[tuple[int, int]]:
    """Yield the places of turns that are the same turn before and after, ascending; both lengths at the end."""
    place = other = 0
    for old, new, size in matching_blocks(_keys(before), _keys(after)):
        yield from ((place + left, other + right) for left, right in _likely(before[place:old], after[other:new]))
        yield from ((old + step, new + step) for step in range(size))
        place, other = old + size, new + size
    yield len(before), len(after)


def _keys(messages: Sequence[Message]) -> list[str]:
    return [f"{message.role}\0{message.text}" for message in messages]


def _likely(before: Sequence[Message], after: Sequence[Message]) -> Iterator[tuple[int, int]]:
    """Yield pairs of turns between two unchanged ones: the only two there are, or the most alike in order."""
    if len(before) == len(after) == 1:
        yield 0, 0
    elif len(before) * len(after) > MOST_PAIRINGS:
        yield from _in_order(before, after)
    else:
        yield from _most_alike(before, after)


def _in_order(before: Sequence[Message], after: Sequence[Message]) -> Iterator[tuple[int, int]]:
    for place, (old, new) in enumerate(zip(before, after, strict=False)):
        if old.role == new.role:
            yield place, place


def _most_alike(before: Sequence[Message], after: Sequence[Message]) -> Iterator[tuple[int, int]]:
    """Yield the pairs, in order, whose likeness adds up to the most."""
    old_words = [Counter(message.text.split()) for message in before]
    new_words = [Counter(message.text.split()) for message in after]
    likeness = [
        [_likeness(before[i], old, other=after[j], other_words=new) for j, new in enumerate(new_words)]
        for i, old in enumerate(old_words)
    ]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(before) and j < len(after):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(message: Message, words: Counter[str], *, other: Message, other_words: Counter[str]) -> float:
    """Return the part of their words that two turns share, a little more in the same role, 0 below ALIKE."""
    if message.text == other.text:
        return 1.0 + (message.role == other.role) / 10
    longer = max(words.total(), other_words.total())
    shared = (words & other_words).total() / longer if longer else 0.0
    return shared + (message.role == other.role) / 10 if shared >= ALIKE else 0.0


def _removed(messages: Sequence[Message], place: int) -> TurnDifference:
    message = messages[place]
    runs = compare_texts(message.text, "")
    return TurnDifference(
        fate=TurnFate.REMOVED, before=place, after=None, role=message.role, speaker=message.speaker, runs=runs
    )


def _added(messages: Sequence[Message], place: int) -> TurnDifference:
    message = messages[place]
    runs = compare_texts("", message.text)
    return TurnDifference(
        fate=TurnFate.ADDED, before=None, after=place, role=message.role, speaker=message.speaker, runs=runs
    )


def _compare_turn(before: Sequence[Message], after: Sequence[Message], old: int, new: int) -> TurnDifference:
    left, right = before[old], after[new]
    members = tuple(_compare_members(_typed_members(left), _typed_members(right)))
    is_text = isinstance(left.content, str) and isinstance(right.content, str)
    if not is_text and left.content != right.content:
        both = _content_text(left.content), _content_text(right.content)
        members = (MemberDifference(key="content", before=both[0], after=both[1]), *members)
    return TurnDifference(
        fate=TurnFate.KEPT if left == right else TurnFate.CHANGED,
        before=old,
        after=new,
        role=right.role,
        speaker=right.speaker,
        runs=compare_texts(left.text, right.text),
        members=members,
    )


def _typed_members(message: Message) -> Members:
    """Return everything a message says besides its text, as members."""
    members: list[tuple[str, JsonText]] = [("role", encode_text(message.role))]
    if message.speaker is not None:
        members.append(("speaker", encode_text(message.speaker)))
    if message.train is not None:
        members.append(("train", JsonText(b"true" if message.train else b"false")))
    if message.alternatives:
        members.append(("alternatives", encode_texts(message.alternatives)))
    if message.reasoning is not None:
        members.append(("reasoning", encode_text(message.reasoning)))
    return (*members, *message.extra)


def _content_text(content: Content) -> JsonText:
    if content is None:
        return NULL
    if isinstance(content, tuple):
        return JsonText(b"[" + b",".join(part.raw for part in content) + b"]")
    return encode_text(content) if isinstance(content, str) else content


def _compare_members(before: Members, after: Members) -> Iterator[MemberDifference]:
    """Yield the members that differ, by key in the order they came in; a repeated key is compared in turn."""
    for key in dict.fromkeys(key for key, _ in (*before, *after)):
        old = Counter(value for name, value in before if name == key)
        new = Counter(value for name, value in after if name == key)
        gone, come = sorted((old - new).elements()), sorted((new - old).elements())
        for place in range(max(len(gone), len(come))):
            yield MemberDifference(
                key=key,
                before=gone[place] if place < len(gone) else None,
                after=come[place] if place < len(come) else None,
            )
