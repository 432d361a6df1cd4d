"""Differences in words: what was removed and what was added, inside the turn where it stands."""

from collections.abc import Iterator

import click

from rolethread_lite.cli.output import has_colour
from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.model.difference import EntryDifference, MemberDifference, TurnDifference, TurnFate
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, JsonValue
from rolethread_lite.model.runs import Run, RunKind

_CONTEXT = 48
_LONGEST_VALUE = 60
_SIGNS = {TurnFate.ADDED: "added", TurnFate.REMOVED: "removed", TurnFate.CHANGED: "changed"}


def difference_lines(difference: EntryDifference) -> Iterator[str]:
    """Yield the lines that show what is not the same in two entries."""
    for turn in difference.changed_turns:
        yield from _turn_lines(turn)
    tags = [_added(f"+{tag}") for tag in difference.tags_added]
    tags += [_removed(f"-{tag}") for tag in difference.tags_removed]
    if difference.tags_moved:
        tags.append("in another order")
    if tags:
        yield f"{_label('tags')} {' '.join(tags)}"
    for member in difference.members:
        yield f"{_label(visible(member.key))} {_member(member)}"


def opening_lines(entry: Entry) -> Iterator[str]:
    """Yield one line for each turn of an entry, cut to its opening."""
    for message in entry.messages:
        yield f"{_label(visible(message.role))} {clip(visible(message.text), width=_CONTEXT + _LONGEST_VALUE)}"


def difference_as_json(difference: EntryDifference) -> dict[str, JsonValue]:
    """Return the difference of two entries as JSON."""
    return {
        "turns": [
            {
                "fate": turn.fate.value,
                "before": turn.before,
                "after": turn.after,
                "role": turn.role,
                "speaker": turn.speaker,
                "runs": [{"kind": run.kind.value, "text": run.text} for run in turn.runs],
                "members": [_member_as_json(member) for member in turn.members],
            }
            for turn in difference.changed_turns
        ],
        "tags_added": list(difference.tags_added),
        "tags_removed": list(difference.tags_removed),
        "tags_moved": difference.tags_moved,
        "members": [_member_as_json(member) for member in difference.members],
    }


def _turn_lines(turn: TurnDifference) -> Iterator[str]:
    place = turn.before if turn.after is None else turn.after
    sign = "" if turn.fate is TurnFate.CHANGED else f" {_SIGNS[turn.fate]}"
    yield f"{_label(f'messages[{place}]')} {visible(turn.role)}{sign}"
    if any(run.kind is not RunKind.KEPT for run in turn.runs):
        yield f"  {_runs(turn.runs)}"
    for member in turn.members:
        yield f"  {_label(visible(member.key))} {_member(member)}"


def _runs(runs: tuple[Run, ...]) -> str:
    last = len(runs) - 1
    return "".join(
        _kept(run.text, is_first=place == 0, is_last=place == last) if run.kind is RunKind.KEPT else _change(run)
        for place, run in enumerate(runs)
    )


def _kept(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return unchanged text, its middle left out where it is long."""
    left = "" if is_first else text[:_CONTEXT]
    right = "" if is_last else text[-_CONTEXT:]
    if len(text) <= len(left) + len(right):
        return visible(text)
    return f"{visible(left)}…{visible(right)}"


def _change(run: Run) -> str:
    text = visible(run.text)
    return _added(text, "{+{}+}") if run.kind is RunKind.ADDED else _removed(text, "[-{}-]")


def _added(text: str, marks: str = "{}") -> str:
    if has_colour():
        return click.style(text, fg="green", underline=True)
    return marks.replace("{}", text)


def _removed(text: str, marks: str = "{}") -> str:
    if has_colour():
        return click.style(text, fg="red", strikethrough=True)
    return marks.replace("{}", text)


def _member(member: MemberDifference) -> str:
    pieces = []
    if member.before is not None:
        pieces.append(_removed(_value(member.before), "[-{}-]"))
    if member.after is not None:
        pieces.append(_added(_value(member.after), "{+{}+}"))
    return " ".join(pieces)


def _value(raw: JsonText) -> str:
    return clip(visible(raw.decode("utf-8", "replace")), width=_LONGEST_VALUE)


def _member_as_json(member: MemberDifference) -> JsonValue:
    return {
        "key": member.key,
        "before": None if member.before is None else member.before.decode("utf-8", "replace"),
        "after": None if member.after is None else member.after.decode("utf-8", "replace"),
    }


def _label(text: str) -> str:
    return click.style(text, fg="cyan")
