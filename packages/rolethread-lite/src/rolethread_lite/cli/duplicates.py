"""What commands that settle duplicates share: how entries are compared, which is kept, and what is said of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import click

from rolethread_lite.cli.differences import difference_lines
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import Decorated
from rolethread_lite.cli.wording import count, number
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.difference import compare
from rolethread_lite.model.duplicates import (
    LEAST_NEAR,
    MOST_NEAR,
    USUAL_NEAR,
    DuplicateKind,
    OnDuplicate,
    TakenSpeaker,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue

GIVEN, SHUFFLED = "given", "shuffled"
_NEAR = "--near"


class NearCommand(Command):
    """A command with `--near`, which may stand alone or with a number behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give `--near` its usual number where none follows it: what follows may be a file."""
        return super().parse_args(ctx, list(_with_number(args)))


near_option = click.option(
    _NEAR,
    type=float,
    metavar=f"[{USUAL_NEAR}]",
    help=f"Also entries that are nearly the same: from this likeness on, {LEAST_NEAR} to {MOST_NEAR:g}.",
)
on_duplicate_option = click.option(
    "--on-duplicate",
    type=click.Choice([one.value for one in OnDuplicate]),
    default=OnDuplicate.FIRST.value,
    show_default=True,
    help="Which of several entries with the same turns is kept; keep means all.",
)


def order_options(function: Decorated) -> Decorated:
    """Give a command `--order` and `--seed`."""
    order: Callable[[Decorated], Decorated] = click.option(
        "--order",
        type=click.Choice((GIVEN, SHUFFLED)),
        default=GIVEN,
        show_default=True,
        help="In which order entries are written.",
    )
    seed: Callable[[Decorated], Decorated] = click.option(
        "--seed", type=int, help="Any number for --order shuffled; the same one shuffles the same way."
    )
    return order(seed(function))


def read_seed(order: str, seed: int | None) -> int | None:
    """Return the number to shuffle by, None for the order given; raises InvalidValue for a seed without shuffling."""
    if order == SHUFFLED:
        return seed or 0
    if seed is not None:
        raise InvalidValue("A seed is for shuffling.", where="--seed", advice="Add --order shuffled, or leave it out.")
    return None


def near_lines(place: str, kept_place: str, likeness: float, *, kept: Entry, left_out: Entry) -> Iterator[str]:
    """Yield the lines that show a near duplicate: where the two stand, how alike they are, and what differs.

    Tags are left aside, for those of both are kept.
    """
    title = click.style(f"{place} for {kept_place}", bold=True)
    yield f"{title}  {percent(likeness)} alike"
    for line in difference_lines(compare(kept, replace(left_out, tags=kept.tags))):
        yield f"  {line}"


def percent(likeness: float) -> str:
    """Return a likeness in percent, never rounded up to what it is not."""
    return f"{int(likeness * 1000) / 10:g} %"


def counted(exact: int, near: int) -> str:
    """Return how many duplicates there are: `3 duplicates`, `3 duplicates (1 near)`."""
    return count(exact + near, "duplicate") + (f" ({number(near)} near)" if near else "")


def taken_as_json(
    kind: DuplicateKind, likeness: float, tags: tuple[str, ...], speakers: tuple[TakenSpeaker, ...]
) -> dict[str, JsonValue]:
    """Return how alike a duplicate is, and what is taken over from it, as JSON."""
    return {
        "kind": kind.value,
        "likeness": round(likeness, 4),
        "tags": list(tags),
        "speakers": [{"message": one.message, "speaker": one.speaker} for one in speakers],
    }


def _with_number(words: list[str]) -> Iterator[str]:
    for word, following in zip(words, [*words[1:], ""], strict=True):
        yield word
        if word == _NEAR and not _is_number(following):
            yield str(USUAL_NEAR)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
