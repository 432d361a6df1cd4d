"""`rolethread prompt list`, `show` and `versions`: what the library holds, and where it is in use."""

from collections import Counter
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show as show_line
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.items import item_as_json
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.prompt_texts import differing_words, opening
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.prompt_recognition import PromptText
from rolethread_lite.model.prompt_template import read_template
from rolethread_lite.queries.prompts import PromptUses, prompt_uses, prompt_versions

_WIDTH = 60
_NAME_WIDTH = 40


class ListCommand(Command):
    """The command with its examples."""

    examples = (("All of them, and how many entries have them:", "rolethread prompt list"),)


class ShowCommand(Command):
    """The command with its examples."""

    examples = (("Text, variables and use:", "rolethread prompt show Keeper"),)


class VersionsCommand(Command):
    """The command with its examples."""

    examples = (("What each version changed:", "rolethread prompt versions Keeper"),)


@click.command("list", cls=ListCommand)
@json_option
@workspace_option
def list_prompts(*, as_json: bool, folder: Path | None) -> None:
    """List the system prompts of the library.

    Each with its latest version, and how many entries of all datasets have it, in any version.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        found = prompt_uses(view)
    if as_json:
        show_json([_uses_as_json(one) for one in found])
    elif not found:
        talk.say("The library has no system prompt yet. `rolethread prompt create` makes one.")
    else:
        columns = (
            Column(title="", most=_NAME_WIDTH),
            Column(title="", right=True),
            Column(title="", right=True),
            Column(title="", dim=True),
        )
        show_lines(table(columns, [_row(one) for one in found]))


@click.command("show", cls=ShowCommand)
@click.argument("name")
@json_option
@workspace_option
def show(name: str, *, as_json: bool, folder: Path | None) -> None:
    """Show a system prompt: its text, its variables, and which entries have it.

    The text goes to standard output as it is; all else is said beside it.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        latest = prompt_versions(view, prompt=name)[0]
        uses = next(one for one in prompt_uses(view) if one.prompt.key == latest.prompt.key)
    if as_json:
        show_json({**_uses_as_json(uses), **_template_as_json(latest)})
        return
    show_line(latest.text)
    for line in _about(uses):
        talk.say(line)


@click.command("versions", cls=VersionsCommand)
@click.argument("name")
@json_option
@workspace_option
def versions(name: str, *, as_json: bool, folder: Path | None) -> None:
    """Show all versions of a system prompt, the latest first.

    Below each stand the words it changed; the first one is shown by its beginning.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        texts = prompt_versions(view, prompt=name)
        uses = next(one for one in prompt_uses(view) if one.prompt.key == texts[0].prompt.key)
    entries = Counter[int]()
    for use in uses.uses:
        entries[use.version] += use.entries
    if as_json:
        show_json([{"version": one.version, "text": one.text, "entries": entries[one.version]} for one in texts])
        return
    for one, earlier in zip(texts, [*texts[1:], None], strict=True):
        show_line(f"version {one.version}  {count(entries[one.version], 'entry')}")
        lines = [opening(one.text, width=_WIDTH)] if earlier is None else differing_words(earlier.text, one.text)
        show_lines(f"  {line.strip()}" for line in lines)


def _row(one: PromptUses) -> tuple[str, str, str, str]:
    name = visible(one.prompt.name) + ("" if one.prompt.is_active else " (not offered)")
    text = opening(one.prompt.text, width=_WIDTH)
    return name, f"version {one.prompt.version}", count(one.entries, "entry"), text


def _about(uses: PromptUses) -> list[str]:
    prompt, template = uses.prompt, read_template(uses.prompt.text)
    state = "" if prompt.is_active else ", not offered"
    lines = [f"{visible(prompt.name)}, version {prompt.version}{state}"]
    if prompt.description:
        lines.append(visible(prompt.description))
    if template.variables:
        lines.append(f"Variables: {', '.join(_braced(name) for name in template.variables)}")
    if template.macros:
        lines.append(f"Left as they are, being no variables: {', '.join(visible(one) for one in template.macros)}")
    lines += [
        f"“{visible(use.dataset)}”: {count(use.entries, 'entry')} with version {use.version}" for use in uses.uses
    ]
    return lines


def _braced(name: str) -> str:
    return f"{{{{{visible(name)}}}}}"


def _uses_as_json(one: PromptUses) -> dict[str, JsonValue]:
    uses: list[JsonValue] = [
        {"dataset": use.dataset, "version": use.version, "entries": use.entries} for use in one.uses
    ]
    return {**item_as_json(one.prompt), "entries": one.entries, "uses": uses}


def _template_as_json(one: PromptText) -> dict[str, JsonValue]:
    template = read_template(one.text)
    return {"variables": list(template.variables), "macros": list(template.macros)}
