"""`rolethread completion`: the script that completes commands, options and file names."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.output import show

SHELLS = ("bash", "zsh", "fish")


class Completion(Command):
    """The command with its examples."""

    examples = (
        ("Bash, for good:", "rolethread completion bash >> ~/.bashrc"),
        ("Zsh, for good:", "rolethread completion zsh >> ~/.zshrc"),
        ("Fish, for good:", "rolethread completion fish > ~/.config/fish/completions/rolethread.fish"),
    )


@click.command("completion", cls=Completion)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in your shell.

    Commands, options, their values and file names are completed when you press Tab.
    """
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"No completion for {shell}.")
    script = completion(ctx.find_root().command, {}, "rolethread", "_ROLETHREAD_COMPLETE")
    # The shell's own class would first start the shell to learn its version.
    show(ShellComplete.source(script).strip())
