"""`rolethread entry speaker`: who speaks a turn."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options_but_speaker
from rolethread_lite.errors import BadRequest
from rolethread_lite.operations.speakers.set_speaker import SetSpeaker


class SpeakerCommand(Command):
    """The command with its examples."""

    examples = (
        ("One turn:", "rolethread entry speaker inn 3 --turn 2 --speaker Mira"),
        ("All turns of a role:", "rolethread entry speaker inn --role assistant --speaker Orsk --tag forge --yes"),
        ("Nobody in particular:", "rolethread entry speaker inn 3 --turn 2 --speaker ''"),
    )


@click.command("speaker", cls=SpeakerCommand)
@click.argument("dataset")
@click.argument("entries", nargs=-1, metavar="[ENTRY…]")
@click.option(
    "--turn",
    "turns",
    multiple=True,
    type=click.IntRange(min=0),
    metavar="N",
    help=("A message, as `entry show` counts them. May be repeated."),
)
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="All turns of this role. May be repeated.")
@click.option("--speaker", "name", required=True, metavar="NAME", help="Who speaks from now on; '' for nobody.")
@selection_options_but_speaker
@manner_options
@workspace_option
def speaker(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    entries: tuple[str, ...],
    turns: tuple[int, ...],
    roles: tuple[str, ...],
    name: str,
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Say who speaks a turn, or all turns of a role.

    Role and text stay as they are. Turns by number need the entries they are in.
    """
    chosen = chosen.and_named(entries)
    if not (turns or roles):
        raise BadRequest("Nothing says which turns are meant.", advice="Give --turn, or --role.")
    if turns and not chosen.words:
        raise BadRequest("A turn by its number is one of a certain entry.", advice="Name the entry, or use --role.")
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        operation = SetSpeaker(dataset=dataset, selection=selection, speaker=name, turns=turns, roles=roles)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)
