"""Numbers that share a key are found, whatever the keys are."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.grouping import Grouping

KEYS = st.one_of(st.integers(0, 5), st.integers(0, 2**128 - 1), st.sampled_from([1 << 64, 1, (1 << 64) + 1]))


@given(keys=st.lists(KEYS, max_size=60))
def test_groups_are_those_of_a_dictionary(keys: list[int]) -> None:
    grouping = Grouping()
    together: dict[int, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        grouping.add(key, number=number)
        together[key].append(number)
    assert grouping.groups() == tuple(sorted(tuple(group) for group in together.values() if len(group) > 1))
    assert len(grouping.groups(least=1)) == len(together)
