"""The tree drawn at the top of `errors.py` is the tree there is."""

import re

import pytest

from rolethread_lite import errors
from rolethread_lite.errors import RoleThreadError

EXIT_STATUSES = {"BadRequest": 2, "UnreadableInput": 3, "WorkspaceMoved": 4, "StorageFailed": 5}


def _family(kind: type[RoleThreadError]) -> list[type[RoleThreadError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in _family(child))]


FAMILY = [kind for kind in _family(RoleThreadError) if kind.__module__ == errors.__name__]


def test_the_drawing_names_every_error_once() -> None:
    drawn = re.findall(r"^[ │├└─]*([A-Z]\w+)", str(errors.__doc__).split("\n\n")[1], flags=re.MULTILINE)
    assert sorted(drawn) == sorted(kind.__name__ for kind in FAMILY)


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in FAMILY}) == len(FAMILY) > 10


@pytest.mark.parametrize("kind", FAMILY[1:], ids=lambda kind: kind.__name__)
def test_an_exit_status_says_what_a_caller_can_do(kind: type[RoleThreadError]) -> None:
    expected = {EXIT_STATUSES[base.__name__] for base in kind.__mro__ if base.__name__ in EXIT_STATUSES}
    assert {kind.exit_status} == expected


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_a_message_says_where_what_and_what_next(kind: type[RoleThreadError]) -> None:
    assert str(kind("it broke.", where="a.jsonl:3", advice="Mend it.")) == "a.jsonl:3: it broke. Mend it."
    assert str(kind("it broke.")) == "it broke."
