"""`rolethread fix`: repairs shown first, written when asked for."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.differences import difference_as_json, difference_lines
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import (
    FILE,
    file_argument,
    force_option,
    json_option,
    progress_option,
    select_option,
    split_words,
)
from rolethread_lite.cli.output import deliver, name_of, show, show_json, spot_as_json
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, number, size
from rolethread_lite.errors import BadRequest, InvalidValue
from rolethread_lite.files.fix import Fix, Repaired
from rolethread_lite.files.reading import STREAM, InputFile, Reader, opened
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.model.difference import compare
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.rules import get_rule, select_rules

_BAR = 24


class FixCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would change; nothing is written:", "rolethread fix examples/rescued-notes.jsonl"),
        ("See every change, word by word:", "rolethread fix examples/rescued-notes.jsonl --diff"),
        ("Write a repaired copy:", "rolethread fix examples/rescued-notes.jsonl -o tidy.jsonl"),
        ("Only one rule, in the file itself:", "rolethread fix tidy.jsonl --select RT301 --in-place"),
    )


@click.command("fix", cls=FixCommand)
@file_argument
@click.option("-o", "--output", type=FILE, metavar="OUT", help="Write a repaired copy; - is standard output.")
@click.option("--in-place", is_flag=True, help="Write the file itself, whole or not at all.")
@click.option("--diff", "with_diff", is_flag=True, help="Show every change, with its words marked.")
@click.option("--unsafe", is_flag=True, help="Make the repairs too that somebody should look at.")
@select_option
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    file: Path,
    output: Path | None,
    select: tuple[str, ...],
    *,
    in_place: bool,
    with_diff: bool,
    unsafe: bool,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Put right what can be, without changing the meaning.

    Without -o or --in-place nothing is written: you see what would change. What does not change stays as it
    is, byte for byte; a changed entry keeps its own format, and lines that are no entries stay where they
    stand.
    """
    target = _target(file, output, in_place=in_place, talkative=with_diff or as_json)
    codes = select_rules(split_words(select))
    with opened((file,)) as inputs, talk.progress(forced=with_progress) as watch:
        if output is not None:
            refuse_overwriting(output, inputs=inputs, force=force)
        fix = Fix(Reader(inputs[0], watch=watch), codes=codes, unsafe=unsafe)
        changes: list[JsonValue] = []
        for repaired in fix.changes():
            if with_diff and as_json:
                changes.append(_change_as_json(repaired))
            elif with_diff:
                _show_change(repaired)
        written = _write(fix, target, changed=fix.changed, in_place=in_place, force=force)
    if as_json:
        show_json(_as_json(fix, inputs[0], target, changes if with_diff else None))
    else:
        _tell(fix, inputs[0], target, written=written, with_diff=with_diff)


def _target(file: Path, output: Path | None, *, in_place: bool, talkative: bool) -> Path | None:
    """Return where the repaired file goes, None for nowhere."""
    if in_place and output is not None:
        raise BadRequest("Write a copy or the file itself, not both.", where="-o --in-place", advice="Choose one.")
    if in_place and file == STREAM:
        raise InvalidValue("Standard input has no place to be written to.", where="-", advice="Use -o.")
    if output == STREAM and talkative:
        raise InvalidValue(
            "The report and the lines cannot both go to standard output.",
            where="-o -",
            advice="Write the lines to a file, or leave --diff and --json out.",
        )
    return file if in_place else output


def _write(fix: Fix, target: Path | None, *, changed: int, in_place: bool, force: bool) -> int:
    """Write the repaired file; a file that needs no change is not written onto itself."""
    if target is None or (in_place and not changed):
        return 0
    return deliver(target, fix.chunks(), replace=in_place or force)


def _show_change(repaired: Repaired) -> None:
    codes = " ".join(dict.fromkeys(repaired.codes))
    show(f"{click.style(visible(repaired.spot.words), bold=True)}  {click.style(codes, dim=True)}")
    for line in difference_lines(compare(repaired.before, repaired.after)):
        show(f"  {line}")
    show()


def _tell(fix: Fix, file: InputFile, target: Path | None, *, written: int, with_diff: bool) -> None:
    """Say what was put right: on stdout where that is all there is to say, on stderr beside a written file."""
    tell = show if target is None else talk.say
    repairs = fix.repairs.total()
    most = max(fix.repairs.values(), default=0)
    columns = (Column(title=""), Column(title=""), Column(title="", right=True), Column(title=""))
    rows = [
        (code, get_rule(code).rule.name, number(times), bar(times, most=most, width=_BAR))
        for code, times in sorted(fix.repairs.items())
    ]
    for line in table(columns, rows):
        tell(line)
    if not fix.changed:
        tell(f"{visible(file.shown)}: nothing to put right in {count(fix.entries, 'entry')}.")
    else:
        put_right = f"{count(repairs, 'finding')} in {number(fix.changed)} of {count(fix.entries, 'entry')}"
        verb = "can be" if target is None else "were"
        tell(f"{visible(file.shown)}: {put_right} {verb} put right.")
    if target is None and fix.changed:
        hint = "" if with_diff else "--diff shows every change; "
        tell(f"Nothing was written; {hint}-o OUT or --in-place writes.")
    elif target is not None and written:
        tell(f"Written to {name_of(target)} ({size(written)}).")


def _change_as_json(repaired: Repaired) -> JsonValue:
    return {
        "place": spot_as_json(repaired.spot),
        "codes": list(repaired.codes),
        "difference": difference_as_json(compare(repaired.before, repaired.after)),
    }


def _as_json(fix: Fix, file: InputFile, target: Path | None, changes: list[JsonValue] | None) -> JsonValue:
    report: dict[str, JsonValue] = {
        "file": file.shown,
        "output": None if target is None else str(target),
        "entries": fix.entries,
        "records": fix.records,
        "changed": fix.changed,
        "repairs": dict(sorted(fix.repairs.items())),
    }
    if changes is not None:
        report["changes"] = changes
    return report
