"""What belongs to one of a company belongs to all of it."""

from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.together import Together

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40)


@given(pairs=PAIRS)
def test_companies_are_those_of_sets_that_are_united(pairs: list[tuple[int, int]]) -> None:
    together = Together()
    company = {number: {number} for number in range(31)}
    for one, other in pairs:
        together.join(one, other)
        united = company[one] | company[other]
        company.update(dict.fromkeys(united, united))
    expected = {tuple(sorted(members)) for members in company.values() if len(members) > 1}
    assert together.groups() == tuple(sorted(expected))
    assert all(together.find(number) == min(members) for number, members in company.items())
