"""Every entry goes to one part, and neither order nor chance has a say in which."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolethread_lite.files.partition import Partition
from rolethread_lite.files.shares import read_parts

PARTS = read_parts("train=80,test=20")


def _row(number: int, **members: object) -> bytes:
    messages = [{"role": "user", "content": f"Question {number}"}, {"role": "assistant", "content": "Yes."}]
    return json.dumps({"messages": messages, **members}).encode()


def _parts(content: bytes, reader: Callable, **options: str) -> list[list[bytes]]:
    partition = Partition(reader(content), parts=PARTS, seed=7, **options)
    lines = [list(partition.lines(place)) for place in range(len(PARTS))]
    assert [len(part) for part in lines] == [count.entries for count in partition.report.parts]
    return lines


def test_shares_are_exact_and_lines_are_copied(reader: Callable) -> None:
    rows = [_row(number) for number in range(50)]
    train, test = _parts(b"\n".join(rows), reader)
    assert (len(train), len(test)) == (40, 10)
    assert sorted(train + test) == sorted(rows)
    assert train == [row for row in rows if row in set(train)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(12)))
def test_the_order_of_lines_does_not_matter(order: list[int], reader: Callable) -> None:
    steady = _parts(b"\n".join(_row(number) for number in range(12)), reader)
    turned = _parts(b"\n".join(_row(number) for number in order), reader)
    assert [sorted(part) for part in steady] == [sorted(part) for part in turned]


def test_duplicates_go_to_the_same_part(reader: Callable) -> None:
    train, test = _parts(b"\n".join(_row(number % 20, id=number) for number in range(100)), reader)
    contents = [{json.loads(row)["messages"][0]["content"] for row in part} for part in (train, test)]
    assert not contents[0] & contents[1]


@pytest.mark.parametrize("field", ["tag", "system_prompt", "speaker", "source"])
def test_groups_are_never_torn_apart(field: str, reader: Callable) -> None:
    rows = []
    for number in range(60):
        group = f"g{number % 12}"
        messages = [
            {"role": "system", "content": group},
            {"role": "user", "content": str(number)},
            {"role": "assistant", "content": "Yes.", "name": group},
        ]
        rows.append(json.dumps({"messages": messages, "tags": [group], "source": group}).encode())
    train, test = _parts(b"\n".join(rows), reader, group_by=field)
    groups = [{json.loads(row)["source"] for row in part} for part in (train, test)]
    assert not groups[0] & groups[1]
    assert (len(train), len(test)) in ((50, 10), (45, 15))


def test_a_chain_of_shared_tags_is_one_group(reader: Callable) -> None:
    rows = [_row(number, tags=[f"t{number}", f"t{number + 1}"]) for number in range(10)]
    partition = Partition(reader(b"\n".join(rows)), parts=PARTS, seed=1, group_by="tag")
    assert partition.report.largest == 10


def test_records_go_to_no_part(reader: Callable) -> None:
    partition = Partition(reader(b"[1]\n" + _row(1) + b'\n{"broken\n' + _row(2)), parts=PARTS, seed=1)
    assert partition.report.records == 2
    assert partition.report.entries == 2
    assert sorted([*partition.lines(0), *partition.lines(1)]) == [_row(1), _row(2)]
