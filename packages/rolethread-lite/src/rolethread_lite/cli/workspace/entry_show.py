"""`rolethread entry show`: one entry in full, with what the rules find in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from rolethread_lite.cli.check_text import COLOURS, excerpt_lines
from rolethread_lite.cli.differences import difference_as_json, difference_lines
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import give, show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.previews import item_lines
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.excerpts import excerpt_of
from rolethread_lite.model.difference import compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.json_text import JsonValue, NotJson, decode
from rolethread_lite.model.message import Message
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.queries.read_entry import EntryDetail, EntryState, entry_history, read_entry
from rolethread_lite.rules import get_rule


class ShowCommand(Command):
    """The command with its examples."""

    examples = (
        ("Read an entry:", "rolethread entry show inn 3"),
        ("Its line as it is kept:", "rolethread entry show inn 3 --raw"),
        ("What became of it, step by step:", "rolethread entry show inn 3 --history"),
    )


@click.command("show", cls=ShowCommand)
@click.argument("dataset")
@click.argument("entry")
@click.option("--raw", is_flag=True, help="Only the line, byte for byte.")
@click.option("--history", "with_history", is_flag=True, help="What each step made of it, the latest first.")
@json_option
@workspace_option
def show_entry(dataset: str, entry: str, *, raw: bool, with_history: bool, as_json: bool, folder: Path | None) -> None:
    """Show one entry and what the rules find in it.

    A kept record is shown as it stands. Findings stand below the message they are about.
    """
    if raw and (as_json or with_history):
        raise InvalidValue("The line is shown alone.", where="--raw", advice="Leave --json and --history out.")
    with opened_workspace(folder) as workspace, workspace.view() as view:
        entry_id = find_entry_id(view, dataset=dataset, word=entry)
        detail = read_entry(view, dataset=dataset, entry_id=entry_id)
        states = list(entry_history(view, dataset=dataset, entry_id=entry_id)) if with_history else []
    if raw:
        give([detail.line, b"\n"])
    elif as_json:
        show_json(_as_json(detail, states if with_history else None))
    elif with_history:
        show_lines(_history_lines(states))
    else:
        show_lines(_lines(dataset, detail))


def _lines(dataset: str, detail: EntryDetail) -> Iterator[str]:
    yield click.style(f"{visible(dataset)} #{detail.number}", bold=True) + click.style(f"  {detail.entry_id}", dim=True)
    if detail.source_line is not None:
        yield click.style(f"from line {detail.source_line} of the imported file", dim=True)
    item = detail.item
    if isinstance(item, Entry):
        yield from _entry_lines(item, detail)
        return
    yield f"no entry: {visible(item.detail)}"
    yield ""
    yield visible(item.raw.decode("utf-8", "replace"))
    yield from _finding_lines(detail, detail.findings)


def _entry_lines(entry: Entry, detail: EntryDetail) -> Iterator[str]:
    if entry.tags:
        yield f"tags: {visible(', '.join(entry.tags))}"
    if entry.note:
        yield f"note: {visible(entry.note)}"
    if entry.extra:
        yield f"also: {visible(', '.join(key for key, _ in entry.extra))}"
    for place, message in enumerate(entry.messages):
        yield ""
        yield from _message_lines(place, message)
        yield from _finding_lines(detail, [found for found in detail.findings if found.place.message == place])
    whole = [found for found in detail.findings if found.place.message is None]
    if whole:
        yield ""
        yield from _finding_lines(detail, whole)


def _message_lines(place: int, message: Message) -> Iterator[str]:
    speaker = f" ({visible(message.speaker)})" if message.speaker is not None else ""
    marks = {True: "  learned", False: "  not learned", None: ""}[message.train]
    also = "".join(f"  {len(message.alternatives)} alternatives" if message.alternatives else "")
    heading = click.style(f"messages[{place}] {visible(message.role)}{speaker}", fg="cyan")
    yield heading + click.style(marks + also, dim=True)
    if message.reasoning is not None:
        yield from (click.style(f"  {visible(line)}", dim=True) for line in message.reasoning.split("\n"))
    yield from (f"  {visible(line)}".rstrip() for line in message.text.split("\n"))
    for key, value in message.extra:
        yield click.style(f"  {visible(key)}: {visible(value.decode('utf-8', 'replace'))}", dim=True)


def _finding_lines(detail: EntryDetail, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        colour = COLOURS[finding.severity]
        name = f"{finding.code} {get_rule(finding.code).rule.name}"
        yield f"  {click.style(finding.severity.word, fg=colour)} {name}: {visible(finding.sentence)}"
        if finding.span is not None:
            excerpt = excerpt_of(detail.item, finding)
            yield from (f"    {line}" for line in excerpt_lines(excerpt, colour=colour))


def _history_lines(states: Sequence[EntryState]) -> Iterator[str]:
    for state in states:
        yield f"{click.style(f'step {state.step.number}', bold=True)}  {visible(state.step.label)}"
        if isinstance(state.before, Entry) and isinstance(state.after, Entry):
            yield from (f"  {line}" for line in difference_lines(compare(state.before, state.after)))
        elif state.before != state.after:
            for item, sign in ((state.before, "-"), (state.after, "+")):
                yield from (f"  {sign} {line}" for line in (item_lines(item) if item is not None else ()))


def _as_json(detail: EntryDetail, states: Sequence[EntryState] | None) -> JsonValue:
    item = detail.item
    shown: dict[str, JsonValue] = {
        "id": detail.entry_id,
        "number": detail.number,
        "is_record": not isinstance(item, Entry),
        "source_line": detail.source_line,
        "note": item.note if isinstance(item, Entry) else "",
        "entry": _decoded(detail.line) if isinstance(item, Entry) else None,
        "line": detail.line.decode("utf-8", "replace"),
        "findings": [_finding_as_json(finding) for finding in detail.findings],
    }
    if states is not None:
        shown["history"] = [_state_as_json(state) for state in states]
    return shown


def _decoded(line: bytes) -> JsonValue:
    """Return a line as a value, None where it holds what JSON for programs must not."""
    try:
        return decode(line)
    except NotJson:
        return None


def _finding_as_json(finding: Finding) -> JsonValue:
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "path": finding.place.path,
        "span": None if finding.span is None else list(finding.span),
        "sentence": finding.sentence,
        "repair": finding.repair.value,
    }


def _state_as_json(state: EntryState) -> JsonValue:
    shown: dict[str, JsonValue] = {"step": state.step.number, "label": state.step.label}
    if isinstance(state.before, Entry) and isinstance(state.after, Entry):
        shown["difference"] = difference_as_json(compare(state.before, state.after))
    return shown
