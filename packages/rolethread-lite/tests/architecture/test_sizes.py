"""Sizes as smoke detectors: what is long is looked at, then cut at a joint or listed with its reason."""

import ast
import math

LONGEST_FUNCTION = 60
LONGEST_MODULE = 450
NINE_OF_TEN_FUNCTIONS = 15

LONG_ON_PURPOSE: dict[str, str] = {}
"""`path` or `path name` → why cutting it would make it worse."""


def test_no_function_is_long(trees: dict[str, ast.Module]) -> None:
    sizes = {f"{path} {name}": size for path, tree in trees.items() for name, size in _functions(tree)}
    long = {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION and name not in LONG_ON_PURPOSE}
    assert long == {}


def test_no_module_is_long(trees: dict[str, ast.Module]) -> None:
    sizes = {path: _length(tree) for path, tree in trees.items()}
    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE and path not in LONG_ON_PURPOSE} == {}


def test_nine_functions_of_ten_are_short(trees: dict[str, ast.Module]) -> None:
    sizes = sorted(size for path, tree in trees.items() for _, size in _functions(tree))
    assert sizes[math.floor(len(sizes) * 0.9)] <= NINE_OF_TEN_FUNCTIONS


def test_what_is_long_on_purpose_still_exists_and_is_still_long(trees: dict[str, ast.Module]) -> None:
    sizes = {f"{path} {name}": size for path, tree in trees.items() for name, size in _functions(tree)}
    sizes |= {path: _length(tree) for path, tree in trees.items()}
    limits = {name: LONGEST_FUNCTION if " " in name else LONGEST_MODULE for name in LONG_ON_PURPOSE}
    assert [name for name, limit in limits.items() if sizes.get(name, 0) <= limit] == []


def _length(tree: ast.Module) -> int:
    return max((statement.end_lineno or 0 for statement in tree.body), default=0)


def _functions(tree: ast.Module) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
