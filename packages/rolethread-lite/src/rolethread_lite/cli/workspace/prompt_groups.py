"""`rolethread prompt groups`, `near` and `drifted`: the system prompts of entries, and which nearly are others."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, number, share
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.prompt_texts import (
    SHORT_ID,
    differing_words,
    least_option,
    opening,
    runs_as_json,
)
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.prompt_likeness import LEAST_LIKENESS
from rolethread_lite.model.prompt_recognition import PromptInstance
from rolethread_lite.queries.drifted_prompts import DriftedPrompt
from rolethread_lite.queries.drifted_prompts import drifted as find_drifted
from rolethread_lite.queries.prompts import NearPrompts, PromptGroup, near_identical_prompts, prompt_groups

_BAR = 16
_WIDTH = 50
_SHOWN = 20
_Shown = TypeVar("_Shown")
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=_SHOWN, show_default=True, help="How many are shown; 0 for all."
)


class GroupsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Which there are, the most used first:", "rolethread prompt groups inn"),
        ("Only among some entries:", "rolethread prompt groups inn --tag night"),
    )


class NearCommand(Command):
    """The command with its examples."""

    examples = (
        ("Which differ only in a few words:", "rolethread prompt near inn"),
        ("Which differ in nothing but spaces, case and marks:", "rolethread prompt near inn --least 1"),
    )


class DriftedCommand(Command):
    """The command with its examples."""

    examples = (
        ("Entries that nearly have the prompt:", "rolethread prompt drifted Keeper"),
        ("Only in one dataset:", "rolethread prompt drifted Keeper --dataset inn"),
    )


@click.command("groups", cls=GroupsCommand)
@click.argument("dataset")
@limit_option
@selection_options
@json_option
@workspace_option
def groups(dataset: str, *, limit: int, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """List the system prompts of a dataset, the most used first.

    Each with its id, how many entries have it, and the prompt of the library it is made of.
    """
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            found = prompt_groups(view, dataset=dataset, selection=selection)
    if as_json:
        show_json([_group_as_json(one) for one in found])
        return
    if not found:
        talk.say("No entry fits.")
        return
    shown = _first(found, limit)
    most = max(one.entries for one in found)
    columns = (
        Column(title=""),
        Column(title="", right=True),
        Column(title="", right=True),
        Column(title=""),
        Column(title=""),
        Column(title=""),
    )
    show_lines(table(columns, [_row(one, most=most) for one in shown]))
    _tell_rest(len(found) - len(shown))


@click.command("near", cls=NearCommand)
@click.argument("dataset")
@least_option(0.9)
@limit_option
@json_option
@workspace_option
def near(dataset: str, *, least: float, limit: int, as_json: bool, folder: Path | None) -> None:
    """Find system prompts of a dataset that differ only in a few words.

    Each group stands below the prompt that most of its entries have, with the words in which the others differ.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        found = near_identical_prompts(view, dataset=dataset, least=least)
    if as_json:
        show_json([_near_as_json(one) for one in found])
        return
    if not found:
        talk.say("No two system prompts are that much alike.")
        return
    shown = _first(found, limit)
    for one in shown:
        show_lines(_near_lines(one, limit=limit))
    _tell_rest(len(found) - len(shown))
    talk.say(f"`rolethread prompt unify {as_argument(dataset)} --near LIKENESS --to ID` makes a group one.")


@click.command("drifted", cls=DriftedCommand)
@click.argument("name")
@click.option("--dataset", metavar="DATASET", help="Only in this dataset; otherwise in all.")
@least_option(LEAST_LIKENESS)
@limit_option
@json_option
@workspace_option
def drifted(name: str, *, dataset: str | None, least: float, limit: int, as_json: bool, folder: Path | None) -> None:
    """Find entries whose system prompt nearly is one of the library.

    It is an earlier version, or somebody changed a few words. The words that differ from the latest version are
    shown: [-there-] they stand in the library, {+here+} in the entries.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        found = find_drifted(view, prompt=name, dataset=dataset, least=least)
    if as_json:
        show_json([_drifted_as_json(one) for one in found])
        return
    if not found:
        talk.say("No system prompt has drifted from it.")
        return
    shown = _first(found, limit)
    for one in shown:
        show_lines(_drifted_lines(one))
    _tell_rest(len(found) - len(shown))


def _first(found: Sequence[_Shown], limit: int) -> Sequence[_Shown]:
    return found[:limit] if limit else found


def _tell_rest(rest: int) -> None:
    if rest:
        talk.say(f"… and {number(rest)} more; --limit 0 shows all.")


def _row(one: PromptGroup, *, most: int) -> tuple[str, ...]:
    return (
        one.digest[:SHORT_ID],
        count(one.entries, "entry"),
        share(one.share, 1),
        bar(one.entries, most=most, width=_BAR),
        _words(one),
        "" if one.instance is None else _source(one.instance),
    )


def _words(one: PromptGroup) -> str:
    if one.text is not None:
        return opening(one.text, width=_WIDTH)
    stand_ins = f", {number(one.placeholders)} with the stand-in of RoleThread 1.0" if one.placeholders else ""
    return f"(no system prompt{stand_ins})"


def _source(instance: PromptInstance) -> str:
    source = instance.source
    version = "" if source.is_latest else f", version {source.version} of {source.prompt.version}"
    values = "".join(f", {visible(name)}={visible(value)}" for name, value in instance.values)
    return f"{visible(source.prompt.name)}{version}{values}"


def _near_lines(one: NearPrompts, *, limit: int) -> Iterator[str]:
    leader = one.leader
    yield f"{leader.digest[:SHORT_ID]}  {count(leader.entries, 'entry')}  {opening(leader.text or '', width=_WIDTH)}"
    for other in _first(one.others, limit):
        same = "  the same words" if other.has_same_words else ""
        yield f"  {other.group.digest[:SHORT_ID]}  {count(other.group.entries, 'entry')}{same}"
        yield from (f"    {line.strip()}" for line in differing_words(other.of, other.group.text or ""))
    if limit and len(one.others) > limit:
        yield f"  … and {number(len(one.others) - limit)} more"


def _drifted_lines(one: DriftedPrompt) -> Iterator[str]:
    alike = "the same words" if one.drift.likeness == 1 else f"{share(one.drift.likeness, 1)} alike"
    what = f"version {one.version}" if one.is_exact else alike
    dataset = f"“{visible(one.dataset)}”"
    yield f"{one.digest[:SHORT_ID]}  {dataset}  {count(one.entries, 'entry')}  {what}"
    yield from (f"  {line.strip()}" for line in differing_words(one.drift.filled, one.text))


def _group_as_json(one: PromptGroup) -> dict[str, JsonValue]:
    return {
        "id": one.digest or None,
        "text": one.text,
        "entries": one.entries,
        "turns": one.turns,
        "share": one.share,
        "placeholders": one.placeholders,
        "prompt": None if one.instance is None else _instance_as_json(one.instance),
    }


def _instance_as_json(instance: PromptInstance) -> JsonValue:
    source = instance.source
    return {
        "name": source.prompt.name,
        "version": source.version,
        "is_latest": source.is_latest,
        "values": dict(instance.values),
    }


def _near_as_json(one: NearPrompts) -> JsonValue:
    return {
        "id": one.leader.digest,
        "text": one.leader.text,
        "entries": one.leader.entries,
        "others": [
            {
                "id": other.group.digest,
                "text": other.group.text,
                "entries": other.group.entries,
                "same_words": other.has_same_words,
                "runs": runs_as_json(other.runs),
            }
            for other in one.others
        ],
    }


def _drifted_as_json(one: DriftedPrompt) -> JsonValue:
    return {
        "id": one.digest,
        "dataset": one.dataset,
        "text": one.text,
        "entries": one.entries,
        "version": one.version,
        "is_earlier_version": one.is_exact,
        "likeness": one.drift.likeness,
        "values": dict(one.drift.values),
        "runs": runs_as_json(one.drift.runs),
    }
