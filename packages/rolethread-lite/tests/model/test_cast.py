"""Who speaks under a name is found by name, then by alias."""

import pytest

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.cast import Cast
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.stable_key import kept_name

MIRA = Character(key="mira", name="Mira")
ORSK = Character(key="orsk", name="Orsk the Grey", is_active=False)
CAST = Cast(
    Library(
        characters=(MIRA, ORSK),
        aliases=(
            Alias(kind=AliasKind.CHARACTER, name="Orsk", target="orsk"),
            Alias(kind=AliasKind.CHARACTER, name="Mira", target="orsk"),
            Alias(kind=AliasKind.CHARACTER, name="Ghost", target="gone"),
            Alias(kind=AliasKind.TAG, name="Tess", target="mira"),
            Alias(kind=AliasKind.CHARACTER, name="\ufffd\ufffd\ufffd", target="mira"),
        ),
    )
)


@pytest.mark.parametrize(
    ("name", "exact", "alike"),
    [
        ("Mira", MIRA, MIRA),
        ("Orsk", ORSK, ORSK),
        ("ORSK  the grey", None, ORSK),
        ("\uff2dira", None, MIRA),
        ("\ud800", MIRA, MIRA),
        ("Ghost", None, None),
        ("Tess", None, None),
        ("", None, None),
    ],
)
def test_somebody_is_found_by_name(name: str, exact: Character | None, alike: Character | None) -> None:
    assert CAST.find(name) == exact
    assert CAST.find_alike(name) == alike


def test_a_name_that_can_be_kept_is_kept_as_it_is() -> None:
    assert kept_name("Mira \N{PEACH} ミラ") == "Mira \N{PEACH} ミラ"
    assert kept_name("\ud83d") == "\ufffd\ufffd\ufffd"
