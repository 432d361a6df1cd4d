"""A shuffled order is the one that belongs to its seed, everywhere and always."""

from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.shuffling import shuffled


@given(numbers=st.sets(st.integers(0, 2**63)), seed=st.integers(-(2**70), 2**70))
def test_nothing_is_lost_and_the_way_numbers_come_makes_no_difference(numbers: set[int], seed: int) -> None:
    order = shuffled(numbers, seed=seed)
    assert sorted(order) == sorted(numbers)
    assert shuffled(reversed(order), seed=seed) == order


def test_the_order_of_a_seed_never_changes() -> None:
    assert shuffled(range(8), seed=7) == [7, 6, 2, 0, 3, 4, 1, 5]
    assert shuffled(range(8), seed=8) != shuffled(range(8), seed=7)
