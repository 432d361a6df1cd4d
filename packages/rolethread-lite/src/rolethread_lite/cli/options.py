"""Arguments and options that several commands share, each declared once."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from rolethread_lite.model.finding import Severity

Decorated = TypeVar("Decorated", bound=Callable[..., object])

FILE = click.Path(path_type=Path, allow_dash=True, readable=False)
"""A file to read or write; whether it can be is found out when it is, and said in words."""


class SeverityChoice(click.Choice[str]):
    """A severity by its word."""

    def __init__(self) -> None:
        """Offer the words of all severities."""
        super().__init__([severity.word for severity in Severity], case_sensitive=False)


def read_severity(word: str) -> Severity:
    """Return the severity of that word."""
    return Severity[word.upper()]


def split_words(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of an option that may be repeated or hold several, with commas between them."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


file_argument = click.argument("file", type=FILE)
files_argument = click.argument("files", nargs=-1, required=True, type=FILE)

output_option = click.option(
    "-o", "--output", type=FILE, required=True, metavar="OUT", help="Where to write; - is standard output."
)
force_option = click.option("--force", is_flag=True, help="Replace files that are already there.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, for programs.")
progress_option = click.option(
    "--progress", "with_progress", is_flag=True, help="Show progress even where there is no terminal."
)
select_option = click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Only these rules: a code, the start of one (RT2), a name, or a family. Repeat it, or use commas.",
)
ignore_option = click.option("--ignore", multiple=True, metavar="CODE", help="All rules but these.")
ignore_system_option = click.option(
    "--ignore-system", is_flag=True, help="Leave system prompts out when entries are compared."
)
