"""Everything that has a public name says what it is."""

import ast
from collections.abc import Iterator

DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_every_module_has_a_docstring(trees: dict[str, ast.Module]) -> None:
    assert [path for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_every_public_name_has_a_docstring(trees: dict[str, ast.Module]) -> None:
    missing = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        for node in _public(tree)
        if not ast.get_docstring(node)
    ]
    assert missing == []


def test_every_field_of_a_public_dataclass_has_a_docstring(trees: dict[str, ast.Module]) -> None:
    missing = [
        f"{path}:{field.lineno} {node.name}.{ast.unparse(field.target)}"
        for path, tree in trees.items()
        for node in _public(tree)
        if isinstance(node, ast.ClassDef) and _is_dataclass(node)
        for field, following in zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
        if isinstance(field, ast.AnnAssign)
        and "ClassVar" not in ast.unparse(field.annotation)
        and not _is_text(following)
    ]
    assert missing == []


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[DEFINITION]:
    for node in tree.body:
        if isinstance(node, DEFINITION) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
