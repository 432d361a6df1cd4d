"""A key that is written twice in one object.

What it finds: a repeated key, in the entry, in a message, or anywhere inside another member.

Why it matters for training: JSON does not say which one counts. Nearly every reader takes the last without a word, so
that the other value is lost at the first program that touches the file; some loaders refuse the line.

Example: `{"messages": […], "source": "log 4", "source": "log 7"}`

Repaired: `{"messages": […], "source": "log 7"}`, the value that readers see. Repeated `messages`, and repeated members
of a message that are no plain text, are left to you.
"""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.json_text import JsonText, Members, decode, drop_member
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule
from rolethread_lite.rules.structure.members import check_members, key_of, rewrite_member
from rolethread_lite.rules.structure.repeated_keys import keep_first_names, keep_last, repeated, without_repeats
from rolethread_lite.rules.tags.tag_list import tidy_tags

RULE = Rule(
    code="RT111",
    name="duplicate-key",
    family="structure",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    needs=(Needs.MEMBERS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each key that is repeated, and for each member that holds a repeated key inside."""
    entry = reading.entry
    for key in repeated(entry.layout):
        offered = Repair.ASK if key == "tags" or _is_extra(key, entry.layout, entry.extra) else Repair.NONE
        yield RULE.at_path(key, sentence=_sentence(key), repair=offered)
    for place, message in enumerate(entry.messages):
        for key in repeated(message.layout):
            offered = Repair.NONE if _last_said(message, key) is None else Repair.ASK
            yield RULE.at_member(place, key, sentence=_sentence(key), repair=offered)
    inside = "A key is written twice inside {key!r}; readers take the last."
    said = set(repeated(entry.layout))
    for finding in check_members(RULE, reading, rewrite=without_repeats, sentence=inside):
        if finding.place.message is not None or finding.place.path not in said:
            yield finding


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the last of the repeated values in place of all of them."""
    key, place = key_of(finding), finding.place.message
    if place is not None and key in repeated(entry.messages[place].layout):
        return entry.with_message(place, message=_repair_message(entry.messages[place], key))
    if place is None and key in repeated(entry.layout):
        return _repair_entry(entry, key)
    return rewrite_member(entry, finding, rewrite=without_repeats)


def _sentence(key: str) -> str:
    return f"The key {key!r} is written twice; readers take the last."


def _is_extra(key: str, layout: tuple[str, ...], extra: Members) -> bool:
    """Tell whether none of the repeated members was read into a field."""
    return sum(name == key for name, _ in extra) == layout.count(key)


def _last_said(message: Message, key: str) -> JsonText | None:
    """Return the last of the repeated values, None when it cannot take the place of the one that was read."""
    raw = message.get_extra(key)
    if raw is None or _is_extra(key, message.layout, message.extra):
        return raw
    return raw if key in ("role", "content") and raw.startswith(b'"') else None


def _repair_message(message: Message, key: str) -> Message:
    layout = keep_first_names(message.layout, key=key)
    if _is_extra(key, message.layout, message.extra):
        return replace(message, layout=layout, extra=_kept_last(message.extra, key))
    said = decode(_last_said(message, key) or b'""')
    message = replace(message, layout=layout, extra=drop_member(message.extra, key))
    return replace(message, role=str(said)) if key == "role" else replace(message, content=str(said))


def _repair_entry(entry: Entry, key: str) -> Entry:
    entry = replace(entry, layout=keep_first_names(entry.layout, key=key), extra=_kept_last(entry.extra, key))
    tags = tidy_tags(dict(entry.extra)["tags"]) if key == "tags" else None
    return entry if tags is None else replace(entry, tags=tags, extra=drop_member(entry.extra, "tags"))


def _kept_last(extra: Members, key: str) -> Members:
    """Return the members with that key once, and nothing repeated inside it."""
    return tuple((name, without_repeats(raw) if name == key else raw) for name, raw in keep_last(extra, key=key))
