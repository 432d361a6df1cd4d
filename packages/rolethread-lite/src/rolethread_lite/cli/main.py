"""The command `rolethread`."""

import os
import sys

import click

from rolethread_lite.cli.frame import RoleThread


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (click's call)
    if not wanted:
        return
    from importlib.metadata import version  # noqa: PLC0415 (only --version needs it)

    click.echo(f"RoleThread Lite {version('rolethread-lite')}")
    ctx.exit()


@click.group(
    cls=RoleThread,
    context_settings={"max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check, repair and shape roleplay datasets on your own machine.

    Results go to standard output, everything else to standard error; `-` stands for a stream.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    for stream in (sys.stdout, sys.stderr):
        # A dataset may hold text that the terminal's encoding lacks: show a mark rather than fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
