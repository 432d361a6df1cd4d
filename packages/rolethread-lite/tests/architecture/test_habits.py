"""Habits that keep types and errors honest, and that no other tool looks at."""

import ast

CLOCK_AND_CHANCE = {"datetime", "random", "secrets", "time", "uuid"}

READS_THEM_ON_PURPOSE: dict[str, str] = {
    "cli/workspace/history.py": "shows when a step was done; it asks no clock",
    "cli/workspace/snapshot_lines.py": "shows when a snapshot was taken; it asks no clock",
    "disk.py": "names of temporary files; they are gone before anybody sees them",
    "queries/snapshots.py": "when copies were verified, noted beside them and shown, never in a dataset's files",
    "store/history.py": "when a step was done, shown in the history and nowhere else",
    "store/loading.py": "when a load began, so that one that was given up can be told from one that is running",
    "store/snapshots/automatic.py": "which day it is, so that one snapshot a day is taken by itself",
    "store/snapshots/keeping.py": "when snapshots were verified, and in which zone their days are counted",
    "store/snapshots/mirror.py": "by what machines are told apart in a mirror; it names a folder there, no more",
    "store/snapshots/pruning.py": "how old a step is that may be forgotten",
    "store/snapshots/shelf.py": "how old a file is that no snapshot needs; one being taken may be about to",
    "store/snapshots/taking.py": "when a snapshot was taken, shown in its list; its root and objects hold none of it",
    "store/snapshots/thinning.py": "turns the time of a snapshot into its day; it asks no clock",
    "web/moments.py": "shows when something was done; it asks no clock",
    "web/serving.py": "the key of a launch: nobody may guess it",
    "web/jobs.py": "how long work takes, shown while it runs and nowhere else",
    "web/uploads.py": "how old a waiting file is that nobody came back for",
}
"""Module → why its clock or chance reaches no output."""


def test_nothing_catches_everything_and_keeps_it(trees: dict[str, ast.Module]) -> None:
    broad = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]
    assert broad == []


def test_nothing_is_typed_as_any(trees: dict[str, ast.Module]) -> None:
    names = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "Any") or (isinstance(node, ast.Attribute) and node.attr == "Any")
    ]
    assert names == []


def test_no_import_is_for_the_type_checker_only(trees: dict[str, ast.Module]) -> None:
    found = [path for path, tree in trees.items() if "TYPE_CHECKING" in ast.unparse(tree)]
    assert found == []


def test_clock_and_chance_are_read_only_where_listed(trees: dict[str, ast.Module]) -> None:
    readers = {
        path
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if CLOCK_AND_CHANCE.intersection(name.split(".")[0] for name in _imported(node))
    }
    assert readers == set(READS_THEM_ON_PURPOSE)


def _is_broad(node: ast.ExceptHandler) -> bool:
    if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
        return False  # it tidies up and passes the exception on
    caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else {"Exception"}
    return bool(caught & {"Exception", "BaseException"})


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
