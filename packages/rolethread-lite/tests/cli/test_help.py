"""Help teaches by example, for every command there is."""

import shlex
from collections.abc import Callable
from contextlib import nullcontext

import click
import pytest

from rolethread_lite.cli.commands import COMMANDS, CommandPlace
from rolethread_lite.cli.frame import Command, RoleThread, load_command
from rolethread_lite.cli.main import main

FILE_VERBS = ["check", "fix", "insights", "diff", "convert", "merge", "dedupe", "partition"]
NAMES = [place.name for place in COMMANDS]


def test_the_verbs_on_files_are_all_there() -> None:
    assert set(FILE_VERBS) <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_help_of_all(run: Callable, golden: Callable) -> None:
    outcome = run("--help")
    assert outcome.status == 0
    golden("help.txt", outcome.out)


def test_without_a_command_the_app_is_opened(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("rolethread_lite.cli.app.serve", lambda app, _, **__: opened.append(app))
    monkeypatch.setattr("rolethread_lite.cli.app.listen", lambda _: nullcontext(FakeListener()))
    assert run(env={"ROLETHREAD_WORKSPACE": "play"}).status == 0
    assert len(opened) == 1


class FakeListener:
    """Says that it listens, and does not."""

    def getsockname(self) -> tuple[str, int]:
        """Return where a listener would listen."""
        return "127.0.0.1", 8701


@pytest.mark.parametrize("name", [*FILE_VERBS, "completion"])
def test_help_of_a_command(name: str, run: Callable, golden: Callable) -> None:
    outcome = run(name, "--help")
    assert outcome.status == 0
    assert run(name, "-h").out == outcome.out
    golden(f"help-{name}.txt", outcome.out)


@pytest.mark.parametrize("place", COMMANDS, ids=NAMES)
def test_the_list_says_what_the_command_says(place: CommandPlace) -> None:
    command = load_command(place)
    assert command.name == place.name
    assert command.help is not None
    assert " ".join(command.help.split("\n\n")[0].split()) == place.summary
    assert len(place.summary) <= 64


@pytest.mark.parametrize("name", [*FILE_VERBS, "completion"])
def test_examples_can_be_run_as_they_stand(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert isinstance(command, Command)
    assert command.examples
    for _, line in command.examples:
        words = shlex.split(line.split("|")[-1].split(">")[0])
        assert words[:2] == ["rolethread", name]
        command.make_parser(click.Context(command)).parse_args(words[2:])


def test_examples_of_the_group_name_commands() -> None:
    assert isinstance(main, RoleThread)
    assert all(shlex.split(line)[1] in NAMES for _, line in main.examples)


def test_version(run: Callable) -> None:
    outcome = run("--version")
    assert outcome.status == 0
    assert outcome.out.startswith("RoleThread Lite 2.")


def test_a_near_miss_is_answered_with_the_command(run: Callable) -> None:
    outcome = run("chekc")
    assert outcome.status == 2
    assert "Did you mean 'check'?" in outcome.err
    assert run("zzzz").status == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, run: Callable) -> None:
    outcome = run("completion", shell)
    assert outcome.status == 0
    assert "_ROLETHREAD_COMPLETE" in outcome.out
    assert f"{shell}_complete" in outcome.out


def test_completion_offers_commands(run: Callable) -> None:
    env = {"_ROLETHREAD_COMPLETE": "bash_complete", "COMP_WORDS": "rolethread par", "COMP_CWORD": "1"}
    assert run(env=env).out == "plain,partition\n"
