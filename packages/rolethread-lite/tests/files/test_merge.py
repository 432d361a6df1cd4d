"""One of each duplicate is kept, tags are united, and all else is copied byte for byte."""

import json
from collections.abc import Callable

import pytest

from rolethread_lite.files.dedupe import dedupe
from rolethread_lite.files.merge import Merge
from rolethread_lite.files.spots import Spot
from rolethread_lite.model.duplicates import Comparison, DuplicateKind, OnDuplicate, TakenSpeaker

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
    assert Merge([source], keep=OnDuplicate.FIRST, comparison=Comparison(ignore_system=True)).report.kept == 1


def test_mixed_formats_come_out_in_one(reader: Callable) -> None:
    merge = Merge([reader(A, "1.jsonl"), reader(SHARED, "2.jsonl")], keep=OnDuplicate.FIRST)
    assert merge.report.formats == (("messages", 1), ("sharegpt", 1))
    assert merge.report.is_mixed
    assert all("messages" in json.loads(line) for line in merge.lines())


LONG = "The lantern over the door of the inn burns until the last guest has found the stairs."
KEPT = b'{"messages":[{"role":"user","content":"%b"},{"role":"assistant","content":"Good night."}]}' % LONG.encode()
NEARLY = KEPT.replace(b"stairs.", b"stairs again.").replace(b'"role":"assistant"', b'"role":"assistant","name":"Ines"')
ALPACA = b'{"instruction":"Is it late?","output":"Almost."}'


def test_near_duplicates_are_left_out_when_they_are_asked_for(reader: Callable) -> None:
    source = reader(KEPT + b"\n" + B + b"\n" + NEARLY)
    assert Merge([source], keep=OnDuplicate.FIRST).report.kept == 3
    merge = Merge([source], keep=OnDuplicate.FIRST, comparison=Comparison(near=0.8))
    (duplicate,) = merge.report.duplicates
    assert (duplicate.kind, duplicate.left_out.line, duplicate.kept.line) == (DuplicateKind.NEAR, 3, 1)
    assert 0.8 <= duplicate.likeness < 1
    assert duplicate.speakers == (TakenSpeaker(message=1, speaker="Ines"),)
    assert list(merge.lines()) == [KEPT[:-3] + b',"name":"Ines"}]}', B]
    assert (merge.report.near, merge.report.voiced, merge.report.retagged) == (1, 1, 0)
    (pair,) = merge.report.pairs
    assert pair.left_out.messages[0].text == LONG.replace("stairs", "stairs again")
    assert pair.kept.messages[1].speaker is None


def test_only_the_first_pairs_are_held(reader: Callable) -> None:
    lines = [KEPT.replace(b"stairs", b"stairs %d" % number) for number in range(9)]
    report = Merge([reader(b"\n".join(lines))], keep=OnDuplicate.FIRST, comparison=Comparison(near=0.7)).report
    assert (report.near, len(report.pairs)) == (8, 3)


def test_a_format_without_speakers_takes_none_over(reader: Callable) -> None:
    spoken = b'{"instruction":"Is it late?","output":"Almost.","name":"Wick"}'
    merge = Merge([reader(ALPACA + b"\n" + spoken)], keep=OnDuplicate.FIRST)
    assert list(merge.lines()) == [ALPACA]
    assert merge.report.voiced == 0


def test_tags_that_are_no_list_are_united_under_one_key(reader: Callable) -> None:
    odd = B[:-1] + b',"tags":"song, bridge"}'
    merge = Merge([reader(odd + b"\n" + B[:-1] + b',"tags":["night"]}')], keep=OnDuplicate.FIRST)
    assert list(merge.lines()) == [B[:-1] + b',"tags":["song","bridge","night"]}']
    assert list(Merge([reader(odd + b"\n" + B)], keep=OnDuplicate.FIRST).lines()) == [odd]


def test_shuffled_lines_are_all_there_and_always_in_the_same_order(reader: Callable) -> None:
    lines = [b'{"messages":[{"role":"user","content":"%d"}]}' % number for number in range(20)] + [b"[1]"]
    sources = [reader(b"\n".join(lines[:9]), "1.jsonl"), reader(b"\n".join(lines[9:]), "2.jsonl")]
    shuffled = list(Merge(sources, keep=OnDuplicate.FIRST, seed=7).lines())
    assert shuffled != lines
    assert sorted(shuffled) == sorted(lines)
    assert list(Merge(sources, keep=OnDuplicate.FIRST, seed=7).lines()) == shuffled
    assert list(Merge(sources, keep=OnDuplicate.FIRST, seed=8).lines()) != shuffled


def test_entries_of_custom_roles_alone_stay_apart(reader: Callable) -> None:
    lines = [b'{"messages":[{"role":"Wick","content":"%d bells"}]}' % number for number in range(5)]
    for comparison in (Comparison(), Comparison(ignore_system=True), Comparison(near=0.5)):
        assert list(dedupe(reader(b"\n".join(lines)), comparison=comparison).lines()) == lines
