"""`rolethread dataset merge` and `dedupe`: duplicates settled among datasets, and inside one."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.duplicates import (
    NearCommand,
    counted,
    near_lines,
    near_option,
    on_duplicate_option,
    order_options,
    read_seed,
    taken_as_json,
)
from rolethread_lite.cli.options import FILE, force_option, ignore_system_option, json_option, progress_option
from rolethread_lite.cli.output import as_json as encoded
from rolethread_lite.cli.output import deliver, show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.changing import Manner, agreed, manner_options, step_as_json, tell_step
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.merge import PAIRS_SHOWN
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.duplicates import Comparison, DuplicateKind, OnDuplicate
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.lines import find_entry
from rolethread_lite.operations.merge.merge_datasets import Merging
from rolethread_lite.operations.merge.planning import EntrySpot, FoundDuplicate, MergePlan
from rolethread_lite.operations.merge.remove_duplicates import RemoveDuplicates
from rolethread_lite.workspace import Workspace


class MergeCommand(NearCommand):
    """The command with its examples."""

    examples = (
        ("Two datasets become a third:", "rolethread dataset merge inn ferry --name all-scenes"),
        (
            "Look first at what would be left out, near duplicates too:",
            "rolethread dataset merge inn ferry --name all-scenes --near --preview",
        ),
    )


class DedupeCommand(NearCommand):
    """The command with its examples."""

    examples = (
        ("See what is there twice, near duplicates too:", "rolethread dataset dedupe inn --near --preview"),
        ("Take it out:", "rolethread dataset dedupe inn --near --yes"),
    )


report_option = click.option(
    "--report", "listing_file", type=FILE, metavar="FILE", help="Write a JSON line for each duplicate."
)


@click.command("merge", cls=MergeCommand)
@click.argument("datasets", nargs=-1, required=True)
@click.option("--name", required=True, help="What the new dataset is called.")
@near_option
@ignore_system_option
@on_duplicate_option
@order_options
@report_option
@force_option
@click.option("--preview", is_flag=True, help="Only show what would be left out; no dataset is made.")
@json_option
@progress_option
@workspace_option
def merge(  # noqa: PLR0913 (each option is an argument)
    datasets: tuple[str, ...],
    name: str,
    near: float | None,
    on_duplicate: str,
    order: str,
    *,
    seed: int | None,
    listing_file: Path | None,
    ignore_system: bool,
    force: bool,
    preview: bool,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Bring datasets together into a new one, and settle their duplicates.

    They themselves stay as they are. Entries are duplicates when their turns are the same but for spaces, system
    prompt included; with --near, also when they are nearly the same. The one that is kept takes over tags, notes
    and speakers of the others.
    """
    merging = Merging(
        datasets=datasets,
        name=name,
        comparison=Comparison(ignore_system=ignore_system, near=near),
        keep=OnDuplicate(on_duplicate),
        seed=read_seed(order, seed),
    )
    if listing_file is not None:
        refuse_overwriting(listing_file, inputs=(), force=force)
    with opened_workspace(folder, changes=not preview) as workspace:
        plan, step = _merged(workspace, merging, preview=preview, forced=with_progress)
        if not preview:
            _write_list(plan, listing_file, force=force)
        if as_json:
            show_json({"dataset": name, **_plan_as_json(plan), "step": None if step is None else step_as_json(step)})
            return
        _tell(workspace, plan, is_preview=preview)
        if preview:
            talk.say("Nothing was written; without --preview it is.")
        else:
            tell_step(step, as_json=False)


def _merged(workspace: Workspace, merging: Merging, *, preview: bool, forced: bool) -> tuple[MergePlan, Step | None]:
    with talk.progress(forced=forced) as watch:
        if preview:
            return workspace.preview_merge(merging, watch=watch), None
        merged = workspace.merge_datasets(merging, watch=watch)
        return merged.plan, merged.step


@click.command("dedupe", cls=DedupeCommand)
@click.argument("dataset")
@near_option
@ignore_system_option
@click.option(
    "--on-duplicate",
    type=click.Choice([one.value for one in OnDuplicate if one is not OnDuplicate.KEEP]),
    default=OnDuplicate.FIRST.value,
    show_default=True,
    help="Which of several entries with the same turns is kept.",
)
@report_option
@force_option
@manner_options
@progress_option
@workspace_option
def dedupe(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    near: float | None,
    on_duplicate: str,
    *,
    listing_file: Path | None,
    ignore_system: bool,
    force: bool,
    manner: Manner,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Take out entries that are in the dataset already.

    Entries are duplicates when their turns are the same but for spaces, system prompt included; with --near,
    also when they are nearly the same. The one that is kept takes over tags, notes and speakers of the others,
    and all of it is one step.
    """
    comparison = Comparison(ignore_system=ignore_system, near=near)
    operation = RemoveDuplicates(dataset=dataset, comparison=comparison, keep=OnDuplicate(on_duplicate))
    if listing_file is not None:
        refuse_overwriting(listing_file, inputs=(), force=force)
    with opened_workspace(folder, changes=True) as workspace:
        with talk.progress(forced=with_progress) as watch, workspace.view() as view:
            plan = operation.plan(view, watch=watch)
        if not manner.as_json:
            _tell(workspace, plan, is_preview=manner.preview)
        step = _remove(workspace, operation, plan, manner)
        if step is not None:
            _write_list(plan, listing_file, force=force)
        if manner.as_json:
            shown = None if step is None else step_as_json(step)
            show_json({"dataset": dataset, **_plan_as_json(plan), "step": shown})


def _remove(workspace: Workspace, operation: RemoveDuplicates, plan: MergePlan, manner: Manner) -> Step | None:
    """Do the operation where that is wanted, and say what came of it."""
    if not plan.duplicates:
        return None
    if manner.preview:
        if not manner.as_json:
            talk.say("Nothing was changed; without --preview it is.")
        return None
    advice = "Add --yes to make the change, or --preview to see it without changing anything."
    if not agreed(f"Take {_counted(plan)} out?", yes=manner.yes, advice=advice):
        talk.say("Nothing was changed.")
        return None
    step = workspace.run(operation)
    if not manner.as_json:
        tell_step(step, as_json=False)
    return step


def _counted(plan: MergePlan) -> str:
    return counted(len(plan.duplicates) - plan.near, plan.near)


def _tell(workspace: Workspace, plan: MergePlan, *, is_preview: bool) -> None:
    """Say what is left out, and show the first near duplicates."""
    for line in (*_pair_lines(workspace, plan), *_sum_lines(plan)):
        (show if is_preview else talk.say)(line)


def _sum_lines(plan: MergePlan) -> Iterator[str]:
    kept = [count(plan.entries - len(plan.duplicates), "entry")]
    kept += [count(plan.records, "record")] if plan.records else []
    yield f"{count(plan.entries, 'entry')} read, {_counted(plan)} left out, {listing(kept)} kept."
    if plan.taking:
        yield f"Tags, notes or speakers of duplicates go over to {count(len(plan.taking), 'entry')}."


def _pair_lines(workspace: Workspace, plan: MergePlan) -> Iterator[str]:
    near = (one for one in plan.duplicates if one.kind is DuplicateKind.NEAR)
    with workspace.view() as view:
        for one in islice(near, PAIRS_SHOWN):
            _, left_out = find_entry(view, dataset=one.left_out.dataset, entry_id=one.left_out.entry_id)
            _, kept = find_entry(view, dataset=one.kept.dataset, entry_id=one.kept.entry_id)
            places = _words(one.left_out), _words(one.kept)
            yield from near_lines(*places, one.likeness, kept=kept, left_out=left_out)
    if plan.near > PAIRS_SHOWN:
        more = count(plan.near - PAIRS_SHOWN, "more near duplicate")
        yield click.style(f"… and {more}; --report FILE lists them all", dim=True)


def _words(spot: EntrySpot) -> str:
    return f"{visible(spot.dataset)} {number(spot.number)}"


def _write_list(plan: MergePlan, path: Path | None, *, force: bool) -> None:
    if path is not None:
        lines = (encoded(_duplicate_as_json(one)) for one in plan.duplicates)
        deliver(path, with_newlines(lines), replace=force)


def _plan_as_json(plan: MergePlan) -> dict[str, JsonValue]:
    return {
        "entries": plan.entries,
        "records": plan.records,
        "kept": plan.entries - len(plan.duplicates),
        "duplicates": len(plan.duplicates),
        "near": plan.near,
        "changed": len(plan.taking),
        "left_out": [_duplicate_as_json(one) for one in plan.duplicates],
    }


def _duplicate_as_json(one: FoundDuplicate) -> JsonValue:
    return {
        "left_out": _spot_as_json(one.left_out),
        "kept": _spot_as_json(one.kept),
        **taken_as_json(one.kind, one.likeness, one.tags, one.speakers),
        "note": one.has_note,
    }


def _spot_as_json(spot: EntrySpot) -> JsonValue:
    return {"dataset": spot.dataset, "number": spot.number, "id": spot.entry_id}
