"""Texts of system prompts as they are typed, shown and compared."""

from collections.abc import Callable
from pathlib import Path

import click

from rolethread_lite.cli.differences import difference_lines
from rolethread_lite.cli.options import FILE, Decorated
from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.cli.workspace.texts import read_text
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.model.difference import compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.message import SYSTEM, Message
from rolethread_lite.model.runs import Run

SHORT_ID = 8
"""So many digits of a system prompt's id are shown; they are enough to name it."""
file_option = click.option(
    "--file", "file", type=FILE, metavar="F", help="The file that holds the text; - is a stream."
)
variable_option = click.option(
    "--variable", "variables", multiple=True, metavar="NAME=TEXT", help="A variable and its text. May be repeated."
)


def least_option(default: float) -> Callable[[Decorated], Decorated]:
    """Return the option that says how much alike prompts must be."""
    words = "The share of words in common, from 0.7 to 1."
    return click.option("--least", type=float, default=default, show_default=True, metavar="LIKENESS", help=words)


def given_text(text: str | None, file: Path | None) -> str | None:
    """Return a text that was typed, or stands in a file or a stream; None when there is neither.

    Raises InvalidValue when there are both.
    """
    if text is not None and file is not None:
        raise InvalidValue("There are two texts.", where="--file", advice="Give the text or its file.")
    if file is None and text != str(STREAM):
        return text
    return read_text(file or STREAM).strip("\n")


def wanted_text(text: str | None, file: Path | None) -> str:
    """Return the text that was given; raises InvalidValue when there is none."""
    found = given_text(text, file)
    if found is None:
        raise InvalidValue("There is no text.", advice="Type it, or name its file with --file; - is a stream.")
    return found


def read_variables(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return variables with their texts; raises InvalidValue for what is not written NAME=TEXT."""
    pairs = [word.partition("=") for word in words]
    strange = next((word for word, (name, sign, _) in zip(words, pairs, strict=True) if not (name and sign)), None)
    if strange is not None:
        raise InvalidValue(f"{strange!r} says no value.", where="--variable", advice="Write it as char=Mira.")
    return tuple((name, text) for name, _, text in pairs)


def opening(text: str, *, width: int) -> str:
    """Return the first words of a text in one line."""
    return clip(visible(text), width=width) if text.strip() else "(blank)"


def differing_words(before: str, after: str) -> list[str]:
    """Return the lines that show which words of two system prompts differ."""
    one, other = (Entry(messages=(Message.plain(SYSTEM, text),)) for text in (before, after))
    _, *lines = difference_lines(compare(one, other))
    return lines


def runs_as_json(runs: tuple[Run, ...]) -> JsonValue:
    """Return a difference of texts as JSON."""
    return [{"kind": run.kind.value, "text": run.text} for run in runs]
