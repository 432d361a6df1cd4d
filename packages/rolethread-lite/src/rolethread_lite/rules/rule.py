"""What a rule is: a record that names it, and what is asked of an entry before it is run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from rolethread_lite.model import scan
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import WHOLE_ENTRY, Finding, Place, Repair, Severity
from rolethread_lite.model.message import PLAIN_LAYOUT
from rolethread_lite.model.reading import Reading, Turn
from rolethread_lite.model.record import Record


class Reads(StrEnum):
    """What a rule looks at, and so when its findings can change."""

    ENTRY = "entry"
    TAGS = "tags"
    RECORD = "record"
    DATASET = "dataset"


class Needs(StrEnum):
    """What an entry must hold besides plain ASCII texts and tags for some rules to find anything."""

    MEMBERS = "members"
    """Other members, of the entry or of a message, or a message written in another way than role and content."""
    OTHER_CONTENT = "other-content"
    """Content that is parts, null, or any other value."""
    NON_ASCII = "non-ascii"
    """A character outside ASCII in a text."""
    ODD_TAGS = "odd-tags"
    """A tag that is empty, there twice, spaced at an edge, or not ASCII."""


RolesGate = Callable[[tuple[str, ...]], bool]
"""Tells from the roles of an entry's messages alone whether a rule may find anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The record of a rule. A rule's module holds it as `RULE`, beside `check` and, where it repairs, `repair`."""

    code: str
    """`RT203`: the first digit is the family; never reused."""
    name: str
    """`repeated-role`."""
    family: str
    """The folder the rule stands in."""
    severity: Severity
    """How much its findings matter."""
    version: int = 1
    """Raised whenever the same entry may get other findings; stored findings are then made anew."""
    repair: Repair = Repair.NONE
    """Whether the rule can repair what it finds."""
    reads: Reads = Reads.ENTRY
    """What the rule looks at."""
    anchors: tuple[str, ...] = ()
    """One of these texts must stand in an entry for the rule to find anything; empty: always run."""
    folded_anchors: tuple[str, ...] = ()
    """As `anchors`, in lower case and searched in the text in lower case."""
    characters: str = ""
    """One of these ASCII characters must stand in an entry for the rule to find anything."""
    needs: tuple[Needs, ...] = ()
    """The entry must meet one of these for the rule to find anything; empty: it need not."""
    roles: RolesGate | None = None
    """Tells from the roles alone whether the rule may find anything."""

    def at_turn(self, turn: Turn, *, sentence: str, span: tuple[int, int], repair: Repair | None = None) -> Finding:
        """Return a finding at a span of one text."""
        place = Place(message=turn.message, piece=turn.piece, path=f"messages[{turn.message}].content")
        return self._finding(sentence, place, span, repair)

    def at_message(self, message: int, *, sentence: str, repair: Repair | None = None) -> Finding:
        """Return a finding at a message as a whole."""
        return self._finding(sentence, Place(message=message, path=f"messages[{message}]"), None, repair)

    def at_content(self, message: int, *, sentence: str, repair: Repair | None = None) -> Finding:
        """Return a finding at the whole content of a message."""
        return self._finding(sentence, Place(message=message, path=f"messages[{message}].content"), None, repair)

    def at_member(self, message: int, key: str, *, sentence: str, repair: Repair | None = None) -> Finding:
        """Return a finding at a member of a message, `messages[2].name`."""
        return self._finding(sentence, Place(message=message, path=f"messages[{message}].{key}"), None, repair)

    def at_path(self, path: str, *, sentence: str, repair: Repair | None = None) -> Finding:
        """Return a finding at a member of the entry, `tags[2]`."""
        return self._finding(sentence, Place(path=path), None, repair)

    def at_entry(self, sentence: str, *, repair: Repair | None = None) -> Finding:
        """Return a finding about the entry as a whole."""
        return self._finding(sentence, WHOLE_ENTRY, None, repair)

    def _finding(self, sentence: str, place: Place, span: tuple[int, int] | None, repair: Repair | None) -> Finding:
        return Finding(
            code=self.code,
            severity=self.severity,
            sentence=sentence,
            place=place,
            span=span,
            repair=self.repair if repair is None else repair,
        )

    @property
    def waits_for_text(self) -> bool:
        """Tell whether something must stand in a text for the rule to find anything."""
        return bool(self.anchors or self.folded_anchors or self.characters)

    def may_find(self, reading: Reading) -> bool:
        """Tell whether the rule must be run: cheap, and never wrong in the other direction."""
        if self.needs and met_needs(reading).isdisjoint(self.needs):
            return False
        if self.roles is not None and not self.roles(reading.roles):
            return False
        return self._may_find_in_text(reading)

    def _may_find_in_text(self, reading: Reading) -> bool:
        if self.anchors:
            return any(scan.find(reading.encoded, anchor.encode()) >= 0 for anchor in self.anchors)
        if self.folded_anchors:
            return any(scan.find(reading.lowered, anchor.encode()) >= 0 for anchor in self.folded_anchors)
        if self.characters:
            return scan.find_any(reading.encoded, self.characters.encode()) >= 0
        return True


def met_needs(reading: Reading) -> frozenset[Needs]:
    """Return which needs an entry meets; an entry of plain ASCII texts and tags meets none."""
    entry = reading.entry
    # Counting in a list is several times faster than a loop that looks at one message after the other.
    members = [message.layout for message in entry.messages].count(PLAIN_LAYOUT) != len(entry.messages)
    members = members or bool(entry.extra) or len(set(entry.layout)) != len(entry.layout)
    return _MET[members, not reading.is_plain, bool(reading.beyond_ascii), _has_odd_tags(entry.tags)]


def _has_odd_tags(tags: tuple[str, ...]) -> bool:
    return len(set(tags)) != len(tags) or not all(map(_is_usual_tag, tags))


@lru_cache(maxsize=4096)
def _is_usual_tag(tag: str) -> bool:
    return bool(tag) and tag.isascii() and tag == tag.strip()


_MET = {
    flags: frozenset(need for need, met in zip(Needs, flags, strict=True) if met)
    for flags in product((False, True), repeat=len(Needs))
}


CheckEntry = Callable[[Reading], Iterator[Finding]]
"""`check` of a rule that reads entries or tags."""

CheckRecord = Callable[[Record], Iterator[Finding]]
"""`check` of a rule that reads records."""

RepairEntry = Callable[[Entry, Finding], Entry]
"""`repair`: the entry with this one finding put right, everything else as it was."""

GroupKey = Callable[[Reading], int | None]
"""`key` of a rule about a dataset: entries with the same key are looked at together; None leaves one out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFinding:
    """What a rule about a dataset found at one entry of a group."""

    member: int
    """Index in the group of the entry the finding is about."""
    other: int
    """Index in the group of the entry it is compared with."""
    finding: Finding
    """The finding; its sentence may hold `{other}`, which stands for the other entry's place."""


CheckGroup = Callable[[Sequence[Entry]], Iterator[GroupFinding]]
"""`check_group` of a rule about a dataset: entries that share a key, in dataset order."""
