"""Parts get their shares as exactly as groups allow, by content and seed alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.shares import Part, divide, read_parts

TWO = (Part(name="train", weight=9), Part(name="test", weight=1))
SIZES = st.dictionaries(st.integers(0, 2**64 - 1), st.integers(1, 9), max_size=40)


def test_parts_are_read() -> None:
    assert read_parts("train=90, test=10") == (Part(name="train", weight=90), Part(name="test", weight=10))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "train",
        "train=90",
        "train=90,train=10",
        "train=90,Train=10",
        "train=0,test=1",
        "train=x,test=1",
        "train=1.5,test=1",
        "a/b=1,c=1",
        "..=1,c=1",
        "train=1,train-more=1",
        "dev=1,validation=1",
        "test_train=1,other=1",
    ],
)
def test_parts_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_parts(text)
    assert caught.value.advice


@given(sizes=SIZES, seed=st.integers())
def test_the_order_of_groups_does_not_matter(sizes: dict[int, int], seed: int) -> None:
    turned = dict(reversed(sizes.items()))
    assert divide(sizes, parts=TWO, seed=seed) == divide(turned, parts=TWO, seed=seed)


@given(
    keys=st.sets(st.integers(0, 2**64 - 1), max_size=60),
    seed=st.integers(),
    weights=st.lists(st.integers(1, 9), min_size=2, max_size=4),
)
def test_single_entries_are_divided_exactly(keys: set[int], seed: int, weights: list[int]) -> None:
    parts = tuple(Part(name=f"p{place}", weight=weight) for place, weight in enumerate(weights))
    placed = divide(dict.fromkeys(keys, 1), parts=parts, seed=seed)
    for place, part in enumerate(parts):
        wanted = len(keys) * part.weight / sum(weights)
        assert abs(sum(chosen == place for chosen in placed.values()) - wanted) <= 1


@given(sizes=SIZES, seed=st.integers())
def test_no_part_is_further_off_than_the_largest_group(sizes: dict[int, int], seed: int) -> None:
    placed = divide(sizes, parts=TWO, seed=seed)
    total = sum(sizes.values())
    test = sum(sizes[key] for key, place in placed.items() if place == 1)
    assert abs(test - total / 10) <= max(sizes.values(), default=0)


def test_another_seed_divides_differently() -> None:
    sizes = dict.fromkeys(range(1000), 1)
    assert divide(sizes, parts=TWO, seed=1) != divide(sizes, parts=TWO, seed=2)
