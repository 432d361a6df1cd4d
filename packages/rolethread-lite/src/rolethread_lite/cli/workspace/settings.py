"""`rolethread settings`: how the workspace behaves."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, force_option, json_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show, show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import listing
from rolethread_lite.cli.workspace.changing import Manner, change, preview_option
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.texts import read_text
from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.formats.settings_json import read_settings, write_settings
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.settings import (
    SettingDescription,
    Settings,
    SettingValue,
    describe_setting,
    describe_settings,
    portable_settings,
    read_setting,
    value_of,
)
from rolethread_lite.operations.settings.change_settings import ChangeSettings, ResetSettings


class SettingsNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See them all:", "rolethread settings list"),
        ("Keep more snapshots:", "rolethread settings set snapshots.keep_recent 25"),
        ("Take them along to another machine:", "rolethread settings export -o settings.json"),
    )


class ListCommand(Command):
    """The command with its examples."""

    examples = (("See them all:", "rolethread settings list"),)


class ShowCommand(Command):
    """The command with its examples."""

    examples = (("What one of them is:", "rolethread settings show snapshots.daily"),)


class SetCommand(Command):
    """The command with its examples."""

    examples = (
        ("No snapshot each day:", "rolethread settings set snapshots.daily no"),
        ("Mark what was imported and converted:", "rolethread settings set tags.automatic imported,converted"),
    )


class ResetCommand(Command):
    """The command with its examples."""

    examples = (
        ("One as it comes:", "rolethread settings reset snapshots.daily"),
        ("All of them:", "rolethread settings reset --all"),
    )


class ExportCommand(Command):
    """The command with its examples."""

    examples = (("Into a file:", "rolethread settings export -o settings.json"),)


class ImportCommand(Command):
    """The command with its examples."""

    examples = (("See first what would change:", "rolethread settings import settings.json --preview"),)


@click.group("settings", cls=SettingsNoun)
def command() -> None:
    """See and change how the workspace behaves.

    Settings belong to the workspace, and changing one is a step that can be undone.
    """


@click.command("list", cls=ListCommand)
@json_option
@workspace_option
def list_settings(*, as_json: bool, folder: Path | None) -> None:
    """List all settings with their values.

    A value that is not as it comes is marked.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        settings = view.settings()
    if as_json:
        show_json([_as_json(one, settings) for one in describe_settings()])
        return
    rows = [_row(one, value_of(settings, one.name)) for one in describe_settings()]
    show_lines(table((Column(title=""), Column(title=""), Column(title=""), Column(title="", most=70)), rows))


@click.command("show", cls=ShowCommand)
@click.argument("name")
@json_option
@workspace_option
def show_setting(name: str, *, as_json: bool, folder: Path | None) -> None:
    """Show one setting.

    Only its value goes to standard output, so that scripts can read it.
    """
    description = describe_setting(name)
    with opened_workspace(folder) as workspace, workspace.view() as view:
        settings = view.settings()
    if as_json:
        show_json(_as_json(description, settings))
        return
    show(_said(value_of(settings, name)))
    talk.say(description.summary)


@click.command("set", cls=SetCommand)
@click.argument("name")
@click.argument("value")
@preview_option
@json_option
@workspace_option
def set_setting(name: str, value: str, *, preview: bool, as_json: bool, folder: Path | None) -> None:
    """Give a setting another value.

    Write yes or no, a number, a text, or words with commas between them.
    """
    operation = ChangeSettings(settings=(read_setting(name, value),))
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, operation, manner=Manner(preview=preview, as_json=as_json), is_named=True)


@click.command("reset", cls=ResetCommand)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@preview_option
@json_option
@workspace_option
def reset(names: tuple[str, ...], *, everything: bool, preview: bool, as_json: bool, folder: Path | None) -> None:
    """Put settings back as they come.

    Name them, or say --all.
    """
    if bool(names) == everything:
        raise click.UsageError("Name the settings, or say --all.")
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, ResetSettings(names=names), manner=Manner(preview=preview, as_json=as_json), is_named=True)


@click.command("export", cls=ExportCommand)
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="Where to; - is standard output.")
@force_option
@json_option
@workspace_option
def export(output: Path, *, force: bool, as_json: bool, folder: Path | None) -> None:
    """Write the settings to a file, for another workspace or machine.

    Paths and the machine's name are not among them.
    """
    refuse_both(as_json=as_json, output=output)
    with opened_workspace(folder) as workspace:
        refuse_target(workspace, output, force=force)
        with workspace.view() as view:
            settings = portable_settings(view.settings())
        deliver(output, [write_settings(settings)], replace=force)
    if as_json:
        show_json({"output": str(output), "settings": len(settings)})
    else:
        talk.say(f"Written to {name_of(output)}.")


@click.command("import", cls=ImportCommand)
@click.argument("file", type=FILE)
@preview_option
@json_option
@workspace_option
def import_settings(file: Path, *, preview: bool, as_json: bool, folder: Path | None) -> None:
    """Take over the settings of another workspace.

    Each is checked first; one that cannot be used changes nothing at all.
    """
    settings, passed = read_settings(read_text(file).encode("utf-8"), where=str(file))
    if passed:
        talk.say(f"Not taken over: {visible(listing(list(passed)))}.")
    with opened_workspace(folder, changes=True) as workspace:
        operation = ChangeSettings(settings=settings)
        change(workspace, operation, manner=Manner(preview=preview, as_json=as_json), is_named=True)


def _row(description: SettingDescription, value: SettingValue) -> tuple[str, ...]:
    mark = "" if value == description.default else "changed"
    return (description.name, _said(value) or "none", mark, description.summary)


def _said(value: SettingValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return visible(",".join(value) if isinstance(value, tuple) else str(value))


def _as_json(description: SettingDescription, settings: Settings) -> dict[str, JsonValue]:
    value = value_of(settings, description.name)
    return {
        "name": description.name,
        "value": _plain(value),
        "default": _plain(description.default),
        "summary": description.summary,
        "stays_on_this_machine": description.stays_here,
    }


def _plain(value: SettingValue) -> JsonValue:
    return list(value) if isinstance(value, tuple) else value


with_verbs(command, (list_settings, show_setting, set_setting, reset, export, import_settings))
