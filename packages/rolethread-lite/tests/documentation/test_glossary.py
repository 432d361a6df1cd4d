"""The glossary is the source of the words: the model is named with them, and no word is there twice."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "packages" / "rolethread-lite" / "src" / "rolethread_lite"
ROWS = re.findall(
    r"^\| ([a-z ]+) \| .+ \| (?:`(\w+)`)? ?\|$",
    (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
WORDS = [word for word, _ in ROWS]
CLASSES = [name for _, name in ROWS if name]
NOT_A_WORD = {"NotJson": "an error about a text, not about a dataset"}


def test_words_are_sorted_and_there_once() -> None:
    assert sorted(set(WORDS)) == WORDS
    assert len(WORDS) > 30


def test_every_class_of_the_model_is_named_with_words_of_the_glossary() -> None:
    names = _classes("model")
    assert len(names) > 10
    assert [name for name in names if not _said(name).intersection(WORDS) and name not in NOT_A_WORD] == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_the_glossary_names_exists(name: str) -> None:
    assert name in _classes("")


def _classes(folder: str) -> list[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((SOURCE / folder).rglob("*.py"))]
    classes = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    return [name for name in classes if not name.startswith("_")]


def _said(name: str) -> set[str]:
    words = [word.lower() for word in re.findall(r"[A-Z][a-z]+", name)]
    return {*words, *(word.removesuffix("s") for word in words), " ".join(words)}
