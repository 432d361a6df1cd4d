"""`rolethread entry replace` and `prompt`: the same change in many entries."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, split_words
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.cli.workspace.texts import read_text
from rolethread_lite.errors import BadRequest
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_text import ReplaceText


class ReplaceCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would change:", "rolethread entry replace inn grey gray --preview"),
        ("Only what the assistant says:", "rolethread entry replace inn grey gray --role assistant --yes"),
        (
            "A pattern with a group:",
            "rolethread entry replace inn --regex '\\*([^*]+)\\*' '_\\1_' --tag market --yes",
        ),
    )


class PromptCommand(Command):
    """The command with its examples."""

    examples = (
        ("Give all entries one system prompt:", "rolethread entry prompt inn --text 'You keep the Lantern Inn.' --yes"),
        ("From a file, only for some:", "rolethread entry prompt inn --file keeper.txt --tag market --yes"),
        ("Take it away:", "rolethread entry prompt inn --remove --preview"),
    )


@click.command("replace", cls=ReplaceCommand)
@click.argument("dataset")
@click.argument("sought")
@click.argument("by")
@click.option("--regex", "is_pattern", is_flag=True, help="SOUGHT is a regular expression; \\1 in BY is its group 1.")
@click.option("--ignore-case", is_flag=True, help="Upper and lower case are the same.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Only in turns of this role. May be repeated.")
@selection_options
@manner_options
@workspace_option
def replace(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    sought: str,
    by: str,
    roles: tuple[str, ...],
    *,
    is_pattern: bool,
    ignore_case: bool,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Find a text and put another in its place.

    What would change is shown word by word, then you are asked. All of it is one step.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = ReplaceText(
            dataset=dataset,
            selection=chosen.among(workspace, dataset=dataset),
            find=sought,
            by=by,
            is_pattern=is_pattern,
            match_case=not ignore_case,
            roles=split_words(roles),
        )
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


@click.command("prompt", cls=PromptCommand)
@click.argument("dataset")
@click.option("--text", metavar="TEXT", help="The system prompt.")
@click.option("--file", "file", type=FILE, metavar="F", help="The file that holds it; - is standard input.")
@click.option("--remove", "removes", is_flag=True, help="Take the system prompt away.")
@selection_options
@manner_options
@workspace_option
def prompt(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    text: str | None,
    file: Path | None,
    *,
    removes: bool,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Give entries the same system prompt, or none.

    It takes the place of the first system message, or stands at the beginning where there is none.
    """
    if [text is not None, file is not None, removes].count(True) != 1:
        raise BadRequest("Nothing says which system prompt.", advice="Give one of --text, --file and --remove.")
    wanted = text if text is not None else (read_text(file).strip("\n") if file is not None else "")
    if not wanted and not removes:
        raise BadRequest("The system prompt is empty.", advice="Use --remove to take it away.")
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        operation = ReplaceSystemPrompt(dataset=dataset, selection=selection, text=wanted)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)
