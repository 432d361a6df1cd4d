"""`rolethread app`: the app, served to this machine's browser."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.output import show
from rolethread_lite.cli.workspace.opening import opened_for_app, workspace_option
from rolethread_lite.web.app import create_app
from rolethread_lite.web.opening import open_in_browser, open_in_window
from rolethread_lite.web.serving import address_of, listen, new_token, port_of, serve


class AppCommand(Command):
    """The command with its examples."""

    examples = (
        ("Open the app in your browser:", "rolethread app"),
        ("In a window of its own:", "rolethread app --window"),
        ("Only say where it is:", "rolethread app --no-browser"),
        ("Another workspace:", "rolethread app --workspace play"),
    )


@click.command("app", cls=AppCommand)
@click.option(
    "--port", type=click.IntRange(min=0, max=65535), default=0, help="A port of your choice; 0 is any free one."
)
@click.option("--window", is_flag=True, help="A window of its own, by Chromium, Chrome, Edge, Brave or Vivaldi.")
@click.option("--no-browser", is_flag=True, help="Only print the address; open nothing.")
@workspace_option
def command(*, port: int, window: bool, no_browser: bool, folder: Path | None) -> None:
    """Open the app in your browser.

    It is served by this machine to this machine alone, and only to whoever has the address that is printed.
    Ctrl-C ends it; what you have done is kept.
    """
    token = new_token()
    with listen(port) as listener, opened_for_app(folder) as workspace:
        address = address_of(port_of(listener), token=token)

        def _ready() -> None:
            show(address)
            if not no_browser:
                _open(address, window=window)
            talk.say("RoleThread is running. Ctrl-C ends it.")

        serve(create_app(workspace, token=token, port=port_of(listener)), listener, ready=_ready)


def _open(address: str, *, window: bool) -> None:
    if window and open_in_window(address):
        return
    if window:
        talk.say("No browser that has windows without bars was found: an ordinary one is opened.")
    if not open_in_browser(address):
        talk.say("No browser could be opened: open the address above yourself.")
