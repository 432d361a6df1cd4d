"""What the nouns of the command line share: help that lists verbs and teaches by example."""

import shlex
from collections.abc import Iterable
from difflib import get_close_matches

import click

from rolethread_lite.cli.frame import Example, write_examples
from rolethread_lite.cli.visible import visible


class Noun(click.Group):
    """A noun with its verbs, in the order in which they were given."""

    examples: tuple[Example, ...] = ()

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the two ways to ask for help, the same for every command."""
        del ctx
        return ["-h", "--help"]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of help."""
        del ctx
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb; a near miss is answered with the verb that was meant."""
        found = self.commands.get(cmd_name)
        near = [] if found else get_close_matches(cmd_name, self.commands, n=1)
        if near and not ctx.resilient_parsing:
            ctx.fail(f"No such command {cmd_name!r}. Did you mean {near[0]!r}?")
        return found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        del ctx
        write_examples(self.examples, formatter=formatter)


def with_verbs(noun: click.Group, verbs: Iterable[click.Command]) -> None:
    """Give a noun its verbs, in the order in which help lists them."""
    for verb in verbs:
        noun.add_command(verb)


def as_argument(name: str) -> str:
    """Return a name as it is typed in a command line that is shown to somebody."""
    return shlex.quote(visible(name))
