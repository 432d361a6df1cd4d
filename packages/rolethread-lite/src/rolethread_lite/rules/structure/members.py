"""The members of an entry that nothing interprets, and how one of them is written anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.json_text import JsonText
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule

Rewrite = Callable[[JsonText], JsonText]
"""Returns a value as it should be written, the very same when there is nothing to change."""


class KeptMember(NamedTuple):
    """A member that was kept as it was written."""

    message: int | None
    """Index of the message it belongs to, None for a member of the entry itself."""
    key: str
    """Its key."""
    raw: JsonText
    """Its value."""


def kept_members(entry: Entry) -> Iterator[KeptMember]:
    """Yield the uninterpreted members of the entry, then those of its messages."""
    for key, raw in entry.extra:
        yield KeptMember(None, key, raw)
    for place, message in enumerate(entry.messages):
        for key, raw in message.extra:
            yield KeptMember(place, key, raw)


def check_members(rule: Rule, reading: Reading, *, rewrite: Rewrite, sentence: str) -> Iterator[Finding]:
    """Yield one finding for each kept member that `rewrite` would change; `sentence` may name its `{key}`."""
    seen = set()
    for member in kept_members(reading.entry):
        if (member.message, member.key) not in seen and rewrite(member.raw) != member.raw:
            seen.add((member.message, member.key))
            yield at_kept(rule, member, sentence=sentence.format(key=member.key))


def at_kept(rule: Rule, member: KeptMember, *, sentence: str) -> Finding:
    """Return a finding at a kept member."""
    if member.message is None:
        return rule.at_path(member.key, sentence=sentence)
    return rule.at_member(member.message, member.key, sentence=sentence)


def key_of(finding: Finding) -> str:
    """Return the key of the member that a finding stands at."""
    place = finding.place
    return place.path if place.message is None else place.path.removeprefix(f"messages[{place.message}].")


def rewrite_member(entry: Entry, finding: Finding, *, rewrite: Rewrite) -> Entry:
    """Return the entry with the member at which the finding stands written anew."""
    key, place = key_of(finding), finding.place.message
    if place is None:
        return replace(entry, extra=_rewritten(entry.extra, key, rewrite))
    message = entry.messages[place]
    return entry.with_message(place, message=replace(message, extra=_rewritten(message.extra, key, rewrite)))


def _rewritten(
    members: tuple[tuple[str, JsonText], ...], key: str, rewrite: Rewrite
) -> tuple[tuple[str, JsonText], ...]:
    return tuple((name, rewrite(raw) if name == key else raw) for name, raw in members)
