"""Names are the field's words; words that say nothing name no file, class or function."""

import ast
import re
from pathlib import PurePosixPath

EMPTY_WORDS = frozenset(
    [
        "common",
        "core",
        "data",
        "do",
        "handler",
        "handlers",
        "helper",
        "helpers",
        "info",
        "manager",
        "managers",
        "misc",
        "perform",
        "process",
        "service",
        "services",
        "util",
        "utils",
    ]
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def test_no_file_class_or_function_has_an_empty_name(trees: dict[str, ast.Module]) -> None:
    names = [(path, part) for path, tree in trees.items() for part in PurePosixPath(path).with_suffix("").parts]
    names += [
        (path, node.name)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert [f"{path} {name}" for path, name in names if EMPTY_WORDS.intersection(_words(name))] == []


def test_words_are_found_in_every_spelling() -> None:
    assert _words("EntryManager") == ["entry", "manager"]
    assert _words("_load_data") == ["load", "data"]
    assert _words("JSONText2") == ["json", "text", "2"]


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
