"""The entry that is open: its turns with what was found in them, its tags, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import xxhash
from starlette.requests import Request

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.message import Message
from rolethread_lite.queries.read_entry import EntryDetail, read_entry
from rolethread_lite.rules import get_rule
from rolethread_lite.web.address import EntriesAddress
from rolethread_lite.web.filters import rule_title
from rolethread_lite.web.prose import Mark
from rolethread_lite.web.rendering import workspace_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding beside the entry it was made in."""

    code: str
    """The rule's code."""
    title: str
    """The rule's name."""
    severity: str
    """The severity's word."""
    sentence: str
    """What was found."""
    message: int | None
    """Index of the message it is about, None for the whole entry."""
    can_repair: bool
    """Whether it can be put right by a click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """A text of a message."""

    text: str
    """The text."""
    marks: tuple[Mark, ...]
    """Where findings point into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message as it is shown."""

    place: int
    """Its index."""
    message: Message
    """The message."""
    kind: str
    """How it is laid out: `system`, `user`, `assistant` or `other`."""
    pieces: tuple[ShownPiece, ...]
    """Its texts."""
    findings: tuple[ShownFinding, ...]
    """What was found in it."""

    @property
    def is_text(self) -> bool:
        """Tell whether the content is one text, which can be edited in place."""
        return isinstance(self.message.content, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEntry:
    """An entry as it is shown."""

    detail: EntryDetail
    """The entry."""
    title: str
    """Who speaks in it."""
    messages: tuple[ShownMessage, ...]
    """Its messages; none for a record."""
    findings: tuple[ShownFinding, ...]
    """Everything that was found."""
    seen: str
    """Says what the entry was when it was shown."""

    @property
    def entry(self) -> Entry | None:
        """Return the entry, None for a record."""
        return self.detail.item if isinstance(self.detail.item, Entry) else None


def entry_context(
    request: Request, dataset: Dataset, entry_id: str, *, address: EntriesAddress, editing: bool = False
) -> dict[str, object]:
    """Return what the part that shows the open entry needs; nothing is open where there is no such entry."""
    context: dict[str, object] = {
        "dataset": dataset,
        "address": address,
        "opened": None,
        "editing": editing,
        "missing": "",
        "fault": "",
        "typed": None,
    }
    if not entry_id:
        return context
    try:
        return {**context, "opened": open_entry(request, dataset, entry_id)}
    except UnknownName as fault:
        return {**context, "missing": fault.what}


def open_entry(request: Request, dataset: Dataset, entry_id: str) -> OpenEntry:
    """Return an entry as it is shown; raises UnknownName."""
    with workspace_of(request).view() as view:
        detail = read_entry(view, dataset=dataset.name, entry_id=entry_id)
    findings = tuple(_shown_finding(finding) for finding in detail.findings)
    entry = detail.item if isinstance(detail.item, Entry) else None
    return OpenEntry(
        detail=detail,
        title=title_of(entry) if entry is not None else "Not an entry",
        messages=_shown_messages(entry.messages, detail.findings) if entry is not None else (),
        findings=findings,
        seen=seen_as(detail),
    )


def seen_as(detail: EntryDetail) -> str:
    """Return a short text that is another one as soon as anything of the entry is."""
    note = detail.item.note if isinstance(detail.item, Entry) else ""
    return xxhash.xxh3_64_hexdigest(detail.line + b"\0" + note.encode("utf-8", "surrogatepass"))


def title_of(entry: Entry) -> str:
    """Return who speaks in an entry, or how it begins."""
    speakers = tuple(dict.fromkeys(message.speaker for message in entry.turns if message.speaker))
    if speakers:
        return " & ".join(speakers[:3])
    opening = next((message.text for message in entry.turns if message.text.strip()), "Nothing is said")
    words = opening.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _shown_messages(messages: Sequence[Message], findings: Sequence[Finding]) -> tuple[ShownMessage, ...]:
    return tuple(
        ShownMessage(
            place=place,
            message=message,
            kind=message.role if message.role in ("system", "user", "assistant") else "other",
            pieces=tuple(
                ShownPiece(text=text, marks=_marks(findings, place, piece)) for piece, text in enumerate(message.pieces)
            ),
            findings=tuple(_shown_finding(one) for one in findings if one.place.message == place),
        )
        for place, message in enumerate(messages)
    )


def _marks(findings: Sequence[Finding], message: int, piece: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(start=one.span[0], end=one.span[1], severity=one.severity.word, sentence=one.sentence)
        for one in findings
        if one.span is not None and one.place.message == message and (one.place.piece or 0) == piece
    )


def _shown_finding(finding: Finding) -> ShownFinding:
    return ShownFinding(
        code=finding.code,
        title=rule_title(get_rule(finding.code).rule),
        severity=finding.severity.word,
        sentence=finding.sentence,
        message=finding.place.message,
        can_repair=finding.repair is not Repair.NONE,
    )
