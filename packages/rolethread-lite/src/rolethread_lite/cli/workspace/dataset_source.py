"""`rolethread dataset source` and `discard-source`: the very bytes that were imported."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, force_option, json_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import size
from rolethread_lite.cli.workspace.changing import agreed, yes_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries.dataset_sources import DatasetSource, dataset_sources

number_option = click.option(
    "--number", type=click.IntRange(min=1), metavar="N", help="Which of several sources, as the list counts them."
)


class SourceCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what was imported:", "rolethread dataset source inn"),
        ("Get the file back, byte for byte:", "rolethread dataset source inn -o as-it-was.jsonl"),
    )


class DiscardSourceCommand(Command):
    """The command with its examples."""

    examples = (("Give up the imported bytes to save room:", "rolethread dataset discard-source inn --yes"),)


@click.command("source", cls=SourceCommand)
@click.argument("dataset")
@click.option("-o", "--output", type=FILE, metavar="OUT", help="Where to write it; - is standard output.")
@number_option
@force_option
@json_option
@workspace_option
def source(
    dataset: str, output: Path | None, number: int | None, *, force: bool, as_json: bool, folder: Path | None
) -> None:
    """List the files a dataset was imported from, or get one back byte for byte.

    Their bytes are kept until you discard them.
    """
    refuse_both(as_json=as_json, output=output)
    with opened_workspace(folder) as workspace:
        with workspace.view() as view:
            sources = dataset_sources(view, dataset=dataset)
        if output is None:
            _show(sources, as_json=as_json)
            return
        chosen = _chosen(sources, number)
        refuse_target(workspace, output, force=force)
        written = deliver(output, [workspace.source(chosen.key)], replace=force)
    if as_json:
        show_json({**_as_json(chosen), "output": str(output)})
    else:
        talk.say(f"{visible(chosen.name)} written to {name_of(output)} ({size(written)}).")


@click.command("discard-source", cls=DiscardSourceCommand)
@click.argument("dataset")
@number_option
@yes_option
@json_option
@workspace_option
def discard_source(dataset: str, number: int | None, *, yes: bool, as_json: bool, folder: Path | None) -> None:
    """Give up the bytes of an imported file; its entries stay.

    This cannot be undone.
    """
    with opened_workspace(folder) as workspace:
        with workspace.view() as view:
            chosen = _chosen(dataset_sources(view, dataset=dataset), number)
        if not agreed(f"Give up the {size(chosen.size)} of {visible(chosen.name)}? That cannot be undone.", yes=yes):
            talk.say("Nothing was changed.")
            return
        workspace.discard_source(chosen.key)
    if as_json:
        show_json({**_as_json(chosen), "kept": False})
    else:
        talk.say(f"{visible(chosen.name)} is no longer kept; the entries made from it stay.")


def _chosen(sources: tuple[DatasetSource, ...], number: int | None) -> DatasetSource:
    """Return the source that is meant; raises InvalidValue when that is not clear."""
    if number is not None and number <= len(sources):
        return sources[number - 1]
    kept = [found for found in sources if found.is_kept]
    if number is None and len(kept) == 1:
        return kept[0]
    if not kept:
        raise InvalidValue(
            "No source of this dataset is kept.", advice="It was made here, or its source was discarded."
        )
    named = ", ".join(f"{place} {found.name}" for place, found in enumerate(sources, 1))
    raise InvalidValue("This dataset has several sources.", where=named, advice="Choose one with --number.")


def _show(sources: tuple[DatasetSource, ...], *, as_json: bool) -> None:
    if as_json:
        show_json([_as_json(found) for found in sources])
        return
    if not sources:
        talk.say("Nothing was imported into this dataset.")
        return
    columns = (
        Column(title="", right=True),
        Column(title="file", most=60),
        Column(title="size", right=True),
        Column(title="", dim=True),
    )
    rows = [
        (str(place), visible(found.name), size(found.size), "kept" if found.is_kept else "discarded")
        for place, found in enumerate(sources, 1)
    ]
    show_lines(table(columns, rows))


def _as_json(found: DatasetSource) -> dict[str, JsonValue]:
    return {"name": found.name, "size": found.size, "kept": found.is_kept, "facts": dict(found.facts)}
