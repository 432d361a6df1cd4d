"""Runs the cases of every format: `cases/sharegpt.jsonl` holds rows of ShareGPT, one a line.

A case has a `name` and the `line` as a file holds it. It says in which `format` the line is read and how it is
`stored`, or, where it is no entry, the `reason` and the `detail` with which it is kept.
"""

import json
import pickle
from pathlib import Path

import pytest

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats import all_formats, get_format
from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record, RecordReason

FOLDER = Path(__file__).parent
LEAST_CASES = 4
Case = dict[str, str]


def _cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (FOLDER / "cases" / f"{name}.jsonl").read_text("utf-8").split("\n") if line]


FILES = sorted(path.stem for path in (FOLDER / "cases").glob("*.jsonl"))
CASES = [(file, case) for file in FILES for case in _cases(file)]
EACH = pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case['name']}" for file, case in CASES])


def test_the_formats_are_those_of_the_list() -> None:
    assert sorted(form.name for form in all_formats()) == (FOLDER / "names.txt").read_text("utf-8").split()


def test_formats_are_asked_from_the_clearest_to_the_vaguest() -> None:
    assert [form.name for form in all_formats()] == ["messages", "sharegpt", "alpaca", "pairs"]
    assert len({form.precedence for form in all_formats()}) == len(all_formats())


def test_every_format_has_cases() -> None:
    assert sorted(["records", *(form.name for form in all_formats())]) == FILES
    assert all(len(_cases(file)) >= LEAST_CASES for file in FILES)
    assert {case["reason"] for case in _cases("records")} == {reason.value for reason in RecordReason}


def test_a_format_is_found_by_its_name() -> None:
    assert all(get_format(form.name) is form for form in all_formats())
    with pytest.raises(UnknownName, match=r"There is no format called 'csv'\. Choose one of messages, sharegpt, "):
        get_format("csv")


@EACH
def test_a_line_is_read_as_the_case_says(file: str, case: Case) -> None:
    read = read_line(case["line"].encode())
    if "format" not in case:
        assert file == "records"
        assert read.item == Record(
            raw=case["line"].encode(), reason=RecordReason(case["reason"]), detail=case["detail"]
        )
        assert (read.format, read.line) == ("", case["line"].encode())
    else:
        assert (read.format, read.line.decode()) == (case["format"], case["stored"])
        assert isinstance(read.item, Entry)


@EACH
def test_an_entry_that_was_not_edited_is_written_as_it_came(file: str, case: Case) -> None:
    read = read_line(case["line"].encode())
    if isinstance(read.item, Entry):
        again = get_format(read.format).write(read.item).decode()
        assert again == (case["line"] if file != "messages" else again)
        assert _loose(again) == _loose(case["line"])


@EACH
def test_what_is_stored_is_the_same_entry(file: str, case: Case) -> None:
    read = read_line(case["line"].encode())
    assert read_stored(read.line) == read.item, file
    assert read_line(read.line).line == read.line
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301 (our own value)


def _loose(line: str) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = json.loads(line, object_pairs_hook=list, parse_constant=str)
    return pairs
