"""Every command the pages show exists, and prints what the page says it prints."""

import re
import shlex
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import click
import pytest

from rolethread_lite.cli.main import main

ROOT = Path(__file__).resolve().parents[4]
READ = sorted([ROOT / "README.md", *ROOT.glob("packages/*/README.md"), *ROOT.glob("docs/how-to/*.md")])
RUN = [path.relative_to(ROOT).as_posix() for path in READ if "```console" in path.read_text(encoding="utf-8")]
_COMMAND = re.compile(r"^(?:\$ )?(rolethread [^\n]*)$|`(rolethread [a-z][^`]*)`", re.MULTILINE)
SHOWN = [
    (path.relative_to(ROOT).as_posix(), "".join(line))
    for path in READ
    for line in _COMMAND.findall(path.read_text(encoding="utf-8"))
]


def test_the_pages_show_commands() -> None:
    assert len(SHOWN) > 20
    assert len({page for page, _ in SHOWN}) > 4


@pytest.mark.parametrize(("page", "line"), SHOWN)
def test_a_command_exists_with_its_options(page: str, line: str) -> None:
    _, *arguments = shlex.split(line, comments=True)
    command: click.Command = main
    context = click.Context(command, info_name=page)
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    with suppress(click.MissingParameter, click.BadParameter):  # a sentence may leave an argument out, or say LIKENESS
        command.parse_args(click.Context(command, info_name=page), list(arguments))


@pytest.mark.parametrize("page", RUN)
def test_a_page_shows_what_its_commands_print(page: str, consoles: ModuleType, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert consoles.refreshed(text, folder=tmp_path) == text, "run tools/consoles.py"


def test_every_how_to_is_run(consoles: ModuleType) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in consoles.documented_pages()}
    assert len(pages) > 4
    assert [
        path.name for path, text in pages.items() if not consoles.commands_in(text) and "```pycon" not in text
    ] == []
