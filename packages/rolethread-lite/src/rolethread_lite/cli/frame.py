"""The frame around every command: help that teaches by example, errors in words, exit status.

Exit status: 0 done, 1 findings, 2 a bad request, 3 unreadable input, 4 the workspace moved on,
5 the disk failed; 130 stopped with Ctrl-C, 141 the reader of the output went away.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from typing import IO

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.commands import COMMANDS, CommandPlace
from rolethread_lite.errors import DiskFull, RoleThreadError, StorageFailed

STOPPED = 130
READER_LEFT = 141

Example = tuple[str, str]
"""What an example does, and the command line that does it."""


class Command(click.Command):
    """A command whose help ends with examples that can be run as they stand."""

    examples: tuple[Example, ...] = ()

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the two ways to ask for help, the same for every command."""
        del ctx
        return ["-h", "--help"]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(self.examples, formatter=formatter)
        super().format_epilog(ctx, formatter)


class RoleThread(click.Group):
    """All commands, each imported when it is needed."""

    examples: tuple[Example, ...] = (
        ("See what a trainer would stumble over:", "rolethread check examples/lantern-inn.jsonl"),
        ("Put right what is safe, into a new file:", "rolethread fix examples/rescued-notes.jsonl -o tidy.jsonl"),
        ("Get to know a file:", "rolethread insights examples/lantern-inn.jsonl"),
    )

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the two ways to ask for help, the same for every command."""
        del ctx
        return ["-h", "--help"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Open the app where nothing else was asked for."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else [COMMANDS[0].name])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands in the order of help."""
        del ctx
        return [place.name for place in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, None when there is none of that name."""
        place = next((place for place in COMMANDS if place.name == cmd_name), None)
        if place is not None:
            return load_command(place)
        near = get_close_matches(cmd_name, self.list_commands(ctx), n=1)
        if near and not ctx.resilient_parsing:
            ctx.fail(f"No such command {cmd_name!r}. Did you mean {near[0]!r}?")
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings without importing any of them."""
        del ctx
        for section in dict.fromkeys(place.section for place in COMMANDS):
            with formatter.section(section):
                formatter.write_dl([(place.name, place.summary) for place in COMMANDS if place.section == section])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        del ctx
        write_examples(self.examples, formatter=formatter)

    def invoke(self, ctx: click.Context) -> None:
        """Run the chosen command and exit with its status; whatever goes wrong is said in words."""
        with _in_words(ctx):
            status = super().invoke(ctx)
            sys.stdout.flush()
        ctx.exit(status if isinstance(status, int) else 0)


def load_command(place: CommandPlace) -> click.Command:
    """Import the module of a command and return the command."""
    command: click.Command = import_module(place.module).command
    return command


def write_examples(examples: tuple[Example, ...], *, formatter: click.HelpFormatter) -> None:
    """Write examples as a section of help, each line as it is typed."""
    if not examples:
        return
    with formatter.section("Examples"):
        for place, (purpose, line) in enumerate(examples):
            if place:
                formatter.write("\n")
            formatter.write_text(purpose)
            formatter.write(f"{'':>{formatter.current_indent}}  $ {line}\n")


@contextmanager
def _in_words(ctx: click.Context) -> Iterator[None]:
    """Turn everything that may happen to a well-written command into words and an exit status."""
    try:
        yield
    except RoleThreadError as error:
        talk.refuse(error)
        ctx.exit(error.exit_status)
    except BrokenPipeError:
        _silence(sys.stdout)
        ctx.exit(READER_LEFT)
    except KeyboardInterrupt:
        talk.say("Stopped. Nothing was left half written.")
        ctx.exit(STOPPED)
    except OSError as fault:
        _silence(sys.stdout)
        failure = _explain_output(fault)
        talk.refuse(failure)
        ctx.exit(failure.exit_status)


def _silence(stream: IO[str]) -> None:
    """Send what is still buffered nowhere, or the interpreter complains about it when it ends."""
    try:
        descriptor = stream.fileno()
    except OSError:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _explain_output(fault: OSError) -> StorageFailed:
    where = str(fault.filename or "standard output, or the folder for temporary files")
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full.", where=where, advice="Free some room and run it again.")
    reason = (fault.strerror or str(fault)).lower()
    return StorageFailed(f"The system refused: {reason}.", where=where, advice="Check the place and its permissions.")
