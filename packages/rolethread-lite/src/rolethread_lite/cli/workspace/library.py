"""`rolethread library`: tags, characters and system prompts on their way from one workspace to another."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import file_argument, force_option, json_option, output_option
from rolethread_lite.cli.output import deliver, name_of, show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, size
from rolethread_lite.cli.workspace.changing import preview_option, step_as_json, tell_step
from rolethread_lite.cli.workspace.library_differences import difference_as_json, difference_lines, difference_summary
from rolethread_lite.cli.workspace.library_wish import LibraryWish, library_options
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.errors import BadRequest
from rolethread_lite.formats.library_json import write_library
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import LibraryDifference, compare_libraries
from rolethread_lite.operations.library.beside import Beside
from rolethread_lite.operations.library.sources import read_library_source
from rolethread_lite.queries.whole_library import library_with_avatars


class LibraryNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("Take it to another machine:", "rolethread library export -o library.json"),
        ("See what another one would bring:", "rolethread library import library.json --preview"),
    )


class ExportCommand(Command):
    """The command with its examples."""

    examples = (("With the characters' pictures:", "rolethread library export -o library.json --with-avatars"),)


class ImportCommand(Command):
    """The command with its examples."""

    examples = (
        ("See first what it would bring:", "rolethread library import library.json --preview"),
        ("Take only what is not there:", "rolethread library import library.json --rule new"),
        (
            "Keep yours, but for one tag:",
            "rolethread library import library.json --rule mine --resolve tag:battle=theirs",
        ),
    )


@click.group("library", cls=LibraryNoun)
def command() -> None:
    """Carry tags, characters and prompts between workspaces.

    The library is shared by all datasets of a workspace. Nothing is ever taken into it without your consent.
    """


@click.command("export", cls=ExportCommand)
@output_option
@click.option("--with-avatars", is_flag=True, help="Write the characters' pictures as well.")
@force_option
@json_option
@workspace_option
def export(output: Path, *, with_avatars: bool, force: bool, as_json: bool, folder: Path | None) -> None:
    """Write the whole library as one file of JSON.

    The same library gives the same bytes. Entries, notes and settings are not in it.
    """
    with opened_workspace(folder) as workspace:
        refuse_target(workspace, output, force=force)
        with workspace.view() as view:
            library = library_with_avatars(view) if with_avatars else view.library()
    written = deliver(output, [write_library(library)], replace=force)
    if as_json:
        show_json({"output": str(output), "items": len(library.items), "avatars": len(library.avatars)})
    else:
        talk.say(f"{_contents(library)} written to {name_of(output)} ({size(written)}).")


@click.command("import", cls=ImportCommand)
@file_argument
@library_options("--rule")
@preview_option
@json_option
@workspace_option
def import_library(file: Path, *, wish: LibraryWish, preview: bool, as_json: bool, folder: Path | None) -> None:
    """Take tags, characters and system prompts from a file.

    It may be a library of another workspace, a sidecar, a bundle, or the sidecar or database of RoleThread 1.0.
    Names in your entries stay as they are: another name of a tag or a character becomes an alias.
    """
    source = read_library_source(file)
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            difference = compare_libraries(view.library(), source.library)
        if preview:
            _show(source, difference, as_json=as_json)
            return
        rule = wish.settled(difference)
        if wish.rule is None and not wish.asks and not wish.choices and difference.brings_something:
            raise BadRequest(
                f"Nothing was taken: nobody is there to say what to take ({difference_summary(difference)}).",
                where=str(file),
                advice="Say it with --rule new, mine or theirs; --preview shows what there is.",
            )
        step = workspace.take_library(source.library, rule=rule, choices=wish.choices)
    if as_json:
        show_json(
            {
                "kind": source.kind,
                "library": difference_as_json(difference),
                "step": None if step is None else step_as_json(step),
            }
        )
        return
    _warn(source)
    tell_step(step, as_json=False)


def _show(source: Beside, difference: LibraryDifference, *, as_json: bool) -> None:
    if as_json:
        show_json({"kind": source.kind, "library": difference_as_json(difference), "left_out": list(source.left_out)})
        return
    _warn(source)
    show(f"This {source.kind} holds {_contents(source.library)}: {difference_summary(difference)}.")
    for line in difference_lines(difference):
        show(line)
    talk.say("Nothing was changed; without --preview it is.")


def _warn(source: Beside) -> None:
    for left in source.left_out:
        talk.say(f"Left out: {visible(left)}")


def _contents(library: Library) -> str:
    numbers = (
        (len(library.categories), "category"),
        (len(library.tags), "tag"),
        (len(library.aliases), "alias"),
        (len(library.characters), "character"),
        (len(library.prompts), "system prompt"),
        (len(library.avatars), "picture"),
    )
    return listing([count(many, noun) for many, noun in numbers if many]) or "nothing"


with_verbs(command, (export, import_library))
