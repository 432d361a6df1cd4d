"""`rolethread prompt save`, `apply` and `unify`: between entries and the library."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.prompt_texts import file_option, given_text, read_variables, variable_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.prompts.apply_prompt import ApplyPrompt
from rolethread_lite.operations.prompts.save_prompt import SavePromptFromEntry
from rolethread_lite.operations.prompts.unify_prompts import UnifyPrompts
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.queries.prompts import find_prompt_text, near_identical_prompts
from rolethread_lite.workspace import Workspace


class SaveCommand(Command):
    """The command with its examples."""

    examples = (
        ("The system prompt of the third entry:", "rolethread prompt save inn 3 --name Keeper"),
        ("With a variable in the place of a name:", "rolethread prompt save inn 3 --variable char=Mira"),
    )


class ApplyCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would change:", "rolethread prompt apply inn Keeper --preview"),
        ("With a value for a variable:", "rolethread prompt apply inn Keeper --variable place=ford --tag inn --yes"),
        ("Leave out entries without a speaker:", "rolethread prompt apply inn Keeper --skip-missing --yes"),
    )


class UnifyCommand(Command):
    """The command with its examples."""

    examples = (
        ("Two prompts become the first:", "rolethread prompt unify inn 3f9ab012 77c01d4e --to 3f9ab012 --yes"),
        ("All that nearly are one become it:", "rolethread prompt unify inn --near 0.9 --to 3f9ab012 --preview"),
        ("Another text for both:", "rolethread prompt unify inn 3f9ab012 77c01d4e --text 'You keep the inn.'"),
    )


@click.command("save", cls=SaveCommand)
@click.argument("dataset")
@click.argument("entry")
@click.option("--name", default="", metavar="NAME", help="What it is called; otherwise its first words.")
@click.option("--description", default="", metavar="TEXT", help="What it is for.")
@variable_option
@manner_options
@workspace_option
def save(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    entry: str,
    *,
    name: str,
    description: str,
    variables: tuple[str, ...],
    manner: Manner,
    folder: Path | None,
) -> None:
    """Keep the system prompt of an entry in the library.

    With --variable char=Mira the variable {{char}} takes the place of the word Mira. The entry stays as it is.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            entry_id = find_entry_id(view, dataset=dataset, word=entry)
        operation = SavePromptFromEntry(
            dataset=dataset,
            entry_id=entry_id,
            name=name,
            description=description,
            variables=read_variables(variables),
        )
        change(workspace, operation, manner=manner, is_named=True)


@click.command("apply", cls=ApplyCommand)
@click.argument("dataset")
@click.argument("name")
@variable_option
@click.option("--skip-missing", is_flag=True, help="Leave entries as they are for which a value is missing.")
@selection_options
@manner_options
@workspace_option
def apply(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    name: str,
    *,
    variables: tuple[str, ...],
    skip_missing: bool,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Give entries a system prompt of the library.

    It takes the place of their first system message, or stands at the beginning. {{char}} and {{user}} take the
    names of those who speak, where that is one each; other variables need a value.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = ApplyPrompt(
            dataset=dataset,
            selection=chosen.among(workspace, dataset=dataset),
            prompt=name,
            values=read_variables(variables),
            skip_missing=skip_missing,
        )
        if skip_missing:
            _tell_missing(workspace, operation)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


@click.command("unify", cls=UnifyCommand)
@click.argument("dataset")
@click.argument("prompts", nargs=-1, metavar="[PROMPT…]")
@click.option("--to", metavar="PROMPT", help="The prompt that they become, by its id.")
@click.option("--text", metavar="TEXT", help="The text that they become.")
@file_option
@click.option("--near", type=float, metavar="LIKENESS", help="Also all that are like the one of --to: 0.7 to 1.")
@manner_options
@workspace_option
def unify(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    prompts: tuple[str, ...],
    *,
    to: str | None,
    text: str | None,
    file: Path | None,
    near: float | None,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Make several system prompts of a dataset one.

    Prompts are named by the beginning of their ids, as `rolethread prompt groups` and `near` show them.
    """
    given = given_text(text, file)
    if (to is None) == (given is None):
        raise InvalidValue("Nothing says which prompt they become.", advice="Give one of --to, --text and --file.")
    if not prompts and near is None:
        raise InvalidValue("No prompts are named.", advice="Name them by their ids, or use --near with --to.")
    if near is not None and to is None:
        raise InvalidValue("Nothing says what they are like.", where="--near", advice="Name that prompt with --to.")
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            by = given if to is None else find_prompt_text(view, dataset=dataset, word=to)
            texts = [find_prompt_text(view, dataset=dataset, word=word) for word in prompts]
            alike = () if near is None else near_identical_prompts(view, dataset=dataset, least=near)
        for one in alike:
            members = [member.text or "" for member in one.members]
            texts += members if by in members else []
        operation = UnifyPrompts(dataset=dataset, texts=tuple(dict.fromkeys(texts)), by=by or "")
        change(workspace, operation, manner=manner)


def _tell_missing(workspace: Workspace, operation: ApplyPrompt) -> None:
    with workspace.view() as view:
        missing = operation.missing(view)
    if missing.entries:
        names = ", ".join(f"{{{{{visible(name)}}}}}" for name in missing.variables)
        stays = "stays as it is" if missing.entries == 1 else "stay as they are"
        talk.say(f"{count(missing.entries, 'entry')} without a value for {names} {stays}.")
