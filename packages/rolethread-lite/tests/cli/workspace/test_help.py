"""Help of every noun and verb: one sentence first, examples that can be run, nothing left out."""

import shlex
from collections.abc import Callable

import click
import pytest

from rolethread_lite.cli.commands import COMMANDS
from rolethread_lite.cli.frame import Command, load_command
from rolethread_lite.cli.main import main
from rolethread_lite.cli.workspace.nouns import Noun

NOUNS = [place.name for place in COMMANDS if isinstance(load_command(place), Noun)]
ALONE = ["undo", "redo", "history"]


def _noun(name: str) -> Noun:
    noun = main.get_command(click.Context(main), name)
    assert isinstance(noun, Noun)
    return noun


VERBS = [(noun, verb) for noun in NOUNS for verb in _noun(noun).commands]


def test_the_verbs_are_those_there_are(golden: Callable) -> None:
    assert len(VERBS) > 30
    golden("workspace-verbs.txt", "".join(f"{noun} {verb}\n" for noun, verb in VERBS))


@pytest.mark.parametrize("noun", NOUNS)
def test_help_of_a_noun(noun: str, run: Callable, golden: Callable) -> None:
    outcome = run(noun, "--help")
    assert outcome.status == 0
    assert run(noun, "-h").out == outcome.out
    golden(f"help-{noun}.txt", outcome.out)


@pytest.mark.parametrize(("noun", "verb"), VERBS)
def test_help_of_a_verb_begins_with_a_sentence_and_ends_with_examples(noun: str, verb: str, run: Callable) -> None:
    outcome = run(noun, verb, "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(f"Usage: rolethread {noun} {verb} ")
    assert f"$ rolethread {noun} {verb}" in outcome.out or verb == "create"
    assert "--workspace DIR" in outcome.out
    assert "--json " in outcome.out
    found = _noun(noun).commands[verb]
    assert found.help is not None
    assert found.help.split("\n\n")[0].endswith(".")


@pytest.mark.parametrize(("noun", "verb"), VERBS)
def test_examples_of_a_verb_can_be_run_as_they_stand(noun: str, verb: str) -> None:
    command = _noun(noun).commands[verb]
    assert isinstance(command, Command)
    assert command.examples
    for _, line in command.examples:
        _parse(line)


@pytest.mark.parametrize("name", [*NOUNS, *ALONE])
def test_examples_of_a_noun_can_be_run_as_they_stand(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    examples = vars(type(command))["examples"]
    assert examples
    for _, line in examples:
        _parse(line)


def _parse(line: str) -> None:
    words = shlex.split(line.split(" > ", maxsplit=1)[0])
    start = len(words) - 1 - words[::-1].index("rolethread") if "|" not in words[words.index("rolethread") :] else 0
    words = words[start:]
    words = words[: words.index("|")] if "|" in words else words
    assert words[0] == "rolethread"
    command: click.Command = main
    rest = words[1:]
    while isinstance(command, click.Group) and (not command.invoke_without_command or "prune" in rest):
        found = command.get_command(click.Context(command), rest[0])
        assert found is not None
        command, rest = found, rest[1:]
    command.make_parser(click.Context(command)).parse_args(rest)


def test_a_near_miss_is_answered_with_the_verb(run: Callable) -> None:
    outcome = run("dataset", "imprt")
    assert outcome.status == 2
    assert "Did you mean 'import'?" in outcome.err
    assert run("entry", "zzzz").status == 2
