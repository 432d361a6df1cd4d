"""What the command line says on stderr: notes, errors, and progress where there is a wait."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from rolethread_lite.cli.visible import visible
from rolethread_lite.errors import RoleThreadError

Watch = Callable[[str, int, int], None]
"""Called now and then while a file is read: its name, the bytes read so far, and all its bytes."""


def say(text: str = "") -> None:
    """Say one thing to the person at the terminal."""
    click.echo(text, err=True)


def refuse(error: RoleThreadError) -> None:
    """Say what happened, where, and what to do next."""
    say(f"{click.style('Error:', fg='red', bold=True)} {visible(_sentence(error.what))}")
    for label, text in (("where", error.where), ("next", error.advice)):
        if text:
            say(f"  {click.style(f'{label:<5}', dim=True)}  {visible(text)}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


@contextmanager
def progress(*, forced: bool) -> Iterator[Watch]:
    """Follow long reading with rate and time left, once it has taken a second.

    Without a terminal there is none, unless it is forced.
    """
    if not forced and not sys.stderr.isatty():
        yield _nothing
        return
    from rolethread_lite.cli.bar import Follower  # noqa: PLC0415 (costs start-up time, and most runs need no bar)

    follower = Follower(delay=0.0 if forced else 1.0)
    try:
        yield follower.at
    finally:
        follower.close()


def _nothing(_name: str, _read: int, _size: int) -> None:
    """Follow nothing."""
