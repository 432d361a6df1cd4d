"""What `rolethread_lite` exports is what scripts lean on: sorted, documented, and nothing by accident."""

import ast
from pathlib import Path

import rolethread_lite

EXPORTED: list[str] = list(getattr(rolethread_lite, "__all__", ()))
PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "api.md"


def test_exported_names_are_sorted_and_complete() -> None:
    public = [name for name, value in vars(rolethread_lite).items() if not name.startswith("_") and _is_ours(value)]
    assert sorted(set(EXPORTED)) == EXPORTED
    assert set(public) <= set(EXPORTED)
    assert all(hasattr(rolethread_lite, name) for name in EXPORTED)


def test_every_exported_name_says_what_it_is() -> None:
    assert [name for name in EXPORTED if not getattr(rolethread_lite, name).__doc__] == []


def test_every_exported_name_has_its_place_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in EXPORTED if f"`{name}" not in page] == []


def _is_ours(value: object) -> bool:
    return isinstance(value, type) or callable(value)


def test_type_checkers_are_told_the_same_names() -> None:
    stub = Path(rolethread_lite.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    told = {
        (f"rolethread_lite.{place.module.removeprefix('rolethread_lite.')}", alias.name)
        for place in ast.walk(ast.parse(stub))
        if isinstance(place, ast.ImportFrom) and place.module is not None
        for alias in place.names
    }
    assert told == {(getattr(rolethread_lite, name).__module__, name) for name in EXPORTED}
