"""The reference pages say what the code says."""

import re
from pathlib import Path
from types import ModuleType

import pytest

PAGES = Path(__file__).resolve().parents[4] / "docs" / "reference"
BY_HAND = {"glossary.md", "sidecar.md"}


@pytest.mark.parametrize("name", ["rules", "formats", "figures", "errors", "commands", "operations", "api"])
def test_a_page_is_what_the_code_says(reference: ModuleType, name: str) -> None:
    written = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert written == reference.page(f"{name}.md"), "run tools/write_reference.py"
    assert len(re.findall(r"^(?:##+|\|) ", written, flags=re.MULTILINE)) > 3, "the walk found next to nothing"


def test_no_page_is_left_over(reference: ModuleType) -> None:
    assert {path.name for path in PAGES.iterdir()} == {*reference.WRITERS, *BY_HAND}
