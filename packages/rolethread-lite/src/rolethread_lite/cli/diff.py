"""`rolethread diff`: two files compared by entry and turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.differences import difference_as_json, difference_lines, opening_lines
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, json_option, progress_option
from rolethread_lite.cli.output import show, show_json, spot_as_json
from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.files.compare import FileDifference, compare_files
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.files.spots import Spot
from rolethread_lite.model.json_text import JsonValue

_RECORD_WIDTH = 100


class DiffCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what a repair changed:", "rolethread diff examples/rescued-notes.jsonl tidy.jsonl"),
        ("For a program:", "rolethread diff examples/lantern-inn.jsonl examples/rescued-notes.jsonl --json"),
    )


@click.command("diff", cls=DiffCommand)
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@json_option
@progress_option
def command(old: Path, new: Path, *, as_json: bool, with_progress: bool) -> int:
    """Compare two files by entry and turn, changed words marked.

    Entries are found again wherever they stand. Without colours, what was removed is shown as [-removed-]
    and what was added as {+added+}. The command ends with status 1 when the files differ.
    """
    with opened((old, new)) as inputs, talk.progress(forced=with_progress) as watch:
        before, after = (Reader(file, watch=watch) for file in inputs)
        found = compare_files(before, after)
    names = before.shown, after.shown
    if as_json:
        show_json({"old": names[0], "new": names[1], **file_difference_as_json(found)})
    else:
        show_file_difference(found)
    return 0 if found.is_empty else 1


def show_file_difference(found: FileDifference, *, tell: Callable[[str], None] = show) -> None:
    """Show what is not the same in two files, by `tell` line for line."""
    for heading, lines in _blocks(found):
        tell(click.style(heading, bold=True))
        for line in lines:
            tell(f"  {line}")
        tell("")
    tell(_closing(found))


def _blocks(found: FileDifference) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield what is to be shown: first what changed, then what came and went."""
    before, after = found.old, found.new
    for change in found.difference.changed:
        moved = " (moved)" if change.is_moved else ""
        heading = f"changed  {_words(before[change.before])} → {_words(after[change.after])}{moved}"
        yield heading, difference_lines(change.difference)
    for placed in found.difference.removed:
        yield f"removed  {_words(before[placed.place])}", opening_lines(placed.entry)
    for placed in found.difference.added:
        yield f"added  {_words(after[placed.place])}", opening_lines(placed.entry)
    for word, records in (("removed", found.records_removed), ("added", found.records_added)):
        for spot, record in records:
            text = clip(visible(record.raw.decode("utf-8", "replace")), width=_RECORD_WIDTH)
            yield f"{word}  {_words(spot)} (no entry)", iter([text])
    if found.difference.moved:
        moves = (f"{before[move.before].inside} → {after[move.after].inside}" for move in found.difference.moved)
        yield f"moved  {count(len(found.difference.moved), 'entry')}", moves


def _words(spot: Spot) -> str:
    return visible(spot.words)


def _closing(found: FileDifference) -> str:
    difference = found.difference
    if found.is_empty:
        return f"No difference: {count(difference.unchanged, 'entry')} in both, in the same order."
    sizes = {
        "unchanged": difference.unchanged,
        "changed": len(difference.changed),
        "removed": len(difference.removed) + len(found.records_removed),
        "added": len(difference.added) + len(found.records_added),
        "moved": len(difference.moved),
    }
    return f"{listing([f'{number(size)} {word}' for word, size in sizes.items() if size])}."


def file_difference_as_json(found: FileDifference) -> dict[str, JsonValue]:
    """Return what is not the same in two files as JSON."""
    difference = found.difference
    before, after = found.old, found.new
    return {
        "unchanged": difference.unchanged,
        "changed": [
            {
                "old": spot_as_json(before[change.before]),
                "new": spot_as_json(after[change.after]),
                "is_moved": change.is_moved,
                "difference": difference_as_json(change.difference),
            }
            for change in difference.changed
        ],
        "removed": [spot_as_json(before[placed.place]) for placed in difference.removed],
        "added": [spot_as_json(after[placed.place]) for placed in difference.added],
        "moved": [
            {"old": spot_as_json(before[move.before]), "new": spot_as_json(after[move.after])}
            for move in difference.moved
        ],
        "records_removed": [spot_as_json(spot) for spot, _ in found.records_removed],
        "records_added": [spot_as_json(spot) for spot, _ in found.records_added],
    }
