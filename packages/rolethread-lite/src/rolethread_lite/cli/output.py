"""What the command line gives out on stdout: text for people, JSON and lines for programs."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
import orjson

from rolethread_lite.cli.visible import visible
from rolethread_lite.disk import write_atomically
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.files.spots import Spot
from rolethread_lite.model.json_text import JsonValue


def show(text: str = "") -> None:
    """Write one line of text."""
    click.echo(text)


def show_lines(lines: Iterable[str]) -> None:
    """Write several lines of text."""
    for line in lines:
        show(line)


def show_json(value: JsonValue) -> None:
    """Write one JSON value for programs, laid out so that a person can read it too."""
    give([as_json(value, option=orjson.OPT_INDENT_2), b"\n"])


def as_json(value: JsonValue, *, option: int = 0) -> bytes:
    """Return a JSON value as text; what UTF-8 cannot say is replaced."""
    try:
        return orjson.dumps(value, option=option)
    except TypeError:
        return orjson.dumps(_sayable(value), option=option)


def give(chunks: Iterable[bytes]) -> int:
    """Write bytes to stdout as they are and return how many."""
    stream = sys.stdout.buffer
    return sum(stream.write(chunk) for chunk in chunks)


def deliver(path: Path, chunks: Iterable[bytes], *, replace: bool) -> int:
    """Write bytes to a file, whole or not at all, or to stdout where the path is `-`."""
    return give(chunks) if path == STREAM else write_atomically(path, chunks, replace=replace)


def _sayable(value: JsonValue) -> JsonValue:
    """Return the value with lone surrogates replaced, which JSON for programs must not hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_sayable(item) for item in value]
    if isinstance(value, dict):
        return {str(_sayable(key)): _sayable(item) for key, item in value.items()}
    return value


def name_of(path: Path) -> str:
    """Return what a place to write to is called in a sentence."""
    return "standard output" if path == STREAM else visible(str(path))


def has_colour() -> bool:
    """Tell whether stdout shows colours: it is a terminal, and nobody asked for none."""
    context = click.get_current_context(silent=True)
    return sys.stdout.isatty() and (context is None or context.color is not False)


def refuse_both(*, as_json: bool, output: Path | None) -> None:
    """Raise when the report and the lines would both go to stdout."""
    if as_json and output == STREAM:
        raise InvalidValue(
            "The report and the lines cannot both go to standard output.",
            where="--json -o -",
            advice="Write the lines to a file, or leave --json out.",
        )


def spot_as_json(spot: Spot) -> JsonValue:
    """Return where something stands as JSON."""
    return {"file": spot.file, "line": spot.line, "item": spot.item}
