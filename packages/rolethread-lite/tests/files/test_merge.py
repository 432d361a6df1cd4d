"""One of each duplicate is kept, tags are united, and all else is copied byte for byte."""

import json
from collections.abc import Callable

import pytest

from rolethread_lite.files.merge import Merge, OnDuplicate
from rolethread_lite.files.spots import Spot

A = b'{"messages": [{"role": "user", "content": "Is it late?"}], "tags": ["a"], "id": 1}'
A_WIDE = b'{"messages": [{"role": "user", "content": "Is  it   late? "}], "tags": ["b", "a"], "id": 2}'
A_THIRD = b'{"messages": [{"role": "user", "content": "Is it late?"}], "id": 3}'
B = b'{"messages":[{"role":"user","content":"Who sings?"}]}'
SHARED = b'{"conversations":[{"from":"human","value":"Where to?"}],"id":"s"}'


def _ids(lines: list[bytes]) -> list[object]:
    return [json.loads(line).get("id") for line in lines]


@pytest.mark.parametrize(
    ("keep", "ids"),
    [
        (OnDuplicate.FIRST, [1, None]),
        (OnDuplicate.LAST, [None, 3]),
        (OnDuplicate.LONGEST, [None, 2]),
        (OnDuplicate.KEEP, [1, None, 2, 3]),
    ],
)
def test_the_one_that_was_asked_for_is_kept(keep: OnDuplicate, ids: list[object], reader: Callable) -> None:
    readers = [reader(A + b"\n" + B, "1.jsonl"), reader(A_WIDE + b"\n" + A_THIRD, "2.jsonl")]
    merge = Merge(readers, keep=keep)
    assert _ids(list(merge.lines())) == ids
    assert merge.report.kept == len(ids)
    assert merge.report.entries == 4


def test_tags_are_united_and_the_rest_of_the_line_is_kept(reader: Callable) -> None:
    merge = Merge([reader(A + b"\n" + A_WIDE + b"\n" + B)], keep=OnDuplicate.FIRST)
    assert list(merge.lines()) == [A.replace(b'["a"]', b'["a", "b"]'), B]
    (duplicate,) = merge.report.duplicates
    assert duplicate.left_out == Spot(file="a.jsonl", line=2)
    assert duplicate.kept == Spot(file="a.jsonl", line=1)
    assert duplicate.tags == ("b",)
    assert merge.report.retagged == 1


def test_records_are_kept_where_they_stand(reader: Callable) -> None:
    content = b"\n".join((A, b"[1]", B, b"[1]", A_THIRD, b'{"broken'))
    merge = Merge([reader(content)], keep=OnDuplicate.FIRST)
    assert list(merge.lines()) == [A, b"[1]", B, b"[1]", b'{"broken']
    assert merge.report.records == 3


def test_a_merge_of_one_file_without_duplicates_is_that_file(reader: Callable) -> None:
    merge = Merge([reader(A + b"\n" + B)], keep=OnDuplicate.FIRST)
    assert list(merge.lines()) == [A, B]
    assert not merge.report.is_mixed


def test_system_prompts_can_be_left_out_of_the_comparison(reader: Callable) -> None:
    prompted = B.replace(b'[{"role"', b'[{"role":"system","content":"Hum."},{"role"')
    source = reader(B + b"\n" + prompted)
    assert Merge([source], keep=OnDuplicate.FIRST).report.kept == 2
    assert Merge([source], keep=OnDuplicate.FIRST, ignore_system=True).report.kept == 1


def test_mixed_formats_come_out_in_one(reader: Callable) -> None:
    merge = Merge([reader(A, "1.jsonl"), reader(SHARED, "2.jsonl")], keep=OnDuplicate.FIRST)
    assert merge.report.formats == (("messages", 1), ("sharegpt", 1))
    assert merge.report.is_mixed
    assert all("messages" in json.loads(line) for line in merge.lines())
