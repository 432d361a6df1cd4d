"""Writes the pages of `docs/reference` from the code they describe; `--check` only tells whether they are current."""

import argparse
import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import click

import rolethread_lite
from rolethread_lite import errors
from rolethread_lite.cli.frame import READER_LEFT, STOPPED
from rolethread_lite.cli.main import main as command_line
from rolethread_lite.errors import RoleThreadError
from rolethread_lite.formats import all_formats
from rolethread_lite.insights import all_figures
from rolethread_lite.operations import all_operations
from rolethread_lite.rules import all_rules
from rolethread_lite.rules.rule import Rule

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
_WRITTEN = "<!-- Written by tools/write_reference.py; change the code, not this page. -->"
_WIDTH = 100
_LABEL = re.compile(r"^(What it finds|Why it matters for training|Example|Repaired):", flags=re.MULTILINE)
_NO_ERRORS = [
    ("0", "", "Done."),
    ("1", "", "The answer is on standard output, and it is not empty: findings, or a difference."),
    (str(STOPPED), "", "Stopped by Ctrl-C; nothing is left half written."),
    (str(READER_LEFT), "", "Whoever read the output went away."),
]


def page(name: str) -> str:
    """Return a generated page."""
    text = "\n".join([_WRITTEN, "", *WRITERS[name]()])
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def rules_page() -> Iterator[str]:
    """Write every rule with its docstring, by family."""
    loaded = all_rules()
    yield "# Rules\n"
    yield f"{len(loaded)} rules. A safe repair never changes a meaning; a repair that asks is offered one by one.\n"
    rows = [
        (f"[{one.rule.code}](#{one.rule.code.lower()}-{one.rule.name})", one.rule.name, *_nature(one.rule))
        for one in loaded
    ]
    yield from _table(("code", "name", "severity", "repair"), rows)
    for family in dict.fromkeys(one.rule.family for one in loaded):
        yield f"## {family.replace('_', ' ').capitalize()}\n"
        for one in loaded:
            if one.rule.family == family:
                severity, repair = _nature(one.rule)
                yield f"### {one.rule.code} {one.rule.name}\n\n{severity} · repair: {repair}\n"
                yield _LABEL.sub(r"**\1:**", inspect.cleandoc(one.page)) + "\n"


def formats_page() -> Iterator[str]:
    """Write every format in the order in which they are asked."""
    modules = _modules_by_member("rolethread_lite.formats", "FORMAT")
    yield "# Formats\n"
    yield "A format is recognised from what a line holds, not from a file's name; the first that fits reads it.\n"
    for kind in all_formats():
        yield f"## {kind.title}\n\n`--to {kind.name}`\n\n{_words(modules[kind.name])}\n"


def figures_page() -> Iterator[str]:
    """Write every figure."""
    modules = _modules_by_member("rolethread_lite.insights", "FIGURE")
    yield "# Figures\n"
    yield "What is measured of each entry; over a dataset, they add up.\n"
    rows = [
        (f"`{figure.name}`", figure.title, figure.unit, figure.shape.value, _words(modules[figure.name]))
        for figure in all_figures()
    ]
    yield from _table(("name", "title", "unit", "kept as", "what it is"), [tuple(map(_in_a_cell, row)) for row in rows])


def errors_page() -> Iterator[str]:
    """Write every error with its code and exit status."""
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, RoleThreadError)]
    rows = [(str(kind.exit_status), f"`{kind.code}`", inspect.cleandoc(kind.__doc__ or "")) for kind in kinds]
    rows = [*_NO_ERRORS, *(row for row in rows if row[0] > "1")]
    yield "# Errors\n"
    yield "A message says what happened, where, and what to do next; the exit status says what a script can do.\n"
    yield from _table(("exit status", "code", "what happened"), sorted(rows, key=lambda row: (int(row[0]), row[1])))


def commands_page() -> Iterator[str]:
    """Write every command with its help."""
    yield "# Commands\n"
    for command, context in commands(command_line, context_of(command_line, "rolethread", above=None)):
        level = min(context.command_path.count(" ") + 2, 4)
        yield f"{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"


def operations_page() -> Iterator[str]:
    """Write every operation with its parameters."""
    yield "# Operations\n"
    yield "What can be done to a workspace. Each is planned, shown, made in one step, and can be undone.\n"
    for kind in all_operations():
        yield f"## {kind.NAME}\n\n`{kind.__name__}` — {inspect.cleandoc(kind.__doc__ or '')}\n"
        yield from _table(("parameter", "type", "what it is"), _parameters(kind))


def api_page() -> Iterator[str]:
    """Write every name that `rolethread_lite` exports."""
    yield "# Python\n"
    yield "What `rolethread_lite` exports, for scripts and for everything built on top. All else may change.\n"
    for name in rolethread_lite.__all__:
        value = getattr(rolethread_lite, name)
        said = inspect.cleandoc(value.__doc__ or "")
        if inspect.isclass(value):
            made = vars(value).get("__init__") if not hasattr(value, "__dataclass_fields__") else None
            yield f"## `{name}{_signature(made).removesuffix(' -> None') if made else ''}`\n\n{said}\n"
            yield from _table(("field", "type", "what it is"), _parameters(value))
            yield from _methods(value)
        else:
            yield f"## `{name}{_signature(value)}`\n\n{said}\n"


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield a command and every command below it, each with its context."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from commands(below, context_of(below, name, above=context))


def context_of(command: click.Command, name: str, *, above: click.Context | None) -> click.Context:
    """Return the context in which a command shows its help at one width, whatever the terminal."""
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH, "color": False}
    return click.Context(command, info_name=name, parent=above, **settings)


def _nature(rule: Rule) -> tuple[str, str]:
    return rule.severity.word, rule.repair.value


def _parameters(kind: type) -> list[tuple[str, ...]]:
    """Return the fields of a dataclass with their types and the docstrings below them."""
    tree = ast.parse(inspect.getsource(kind)).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    return [
        (
            f"`{ast.unparse(field.target)}`",
            _in_a_cell(f"`{ast.unparse(field.annotation)}`"),
            _in_a_cell(text.value.value),
        )
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    ]


def _methods(kind: type) -> Iterator[str]:
    """Write what a class can do, as its source says it."""
    for name, member in vars(kind).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            words = inspect.cleandoc(member.__doc__ or "").split("\n\n", maxsplit=1)[0]
            yield f"- `{name}{_signature(member)}` — {_in_a_cell(words)}"
    yield ""


def _signature(function: Callable[..., object]) -> str:
    """Return a function's parameters and answer as its source writes them, without `self`."""
    node = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function)))).body[0]
    if not isinstance(node, ast.FunctionDef):
        return ""
    node.args.args = [argument for argument in node.args.args if argument.arg != "self"]
    answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"({ast.unparse(node.args)}){answer}"


def _in_a_cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _words(module: ModuleType) -> str:
    return inspect.cleandoc(module.__doc__ or "")


def _modules_by_member(package: str, member: str) -> dict[str, ModuleType]:
    """Return the modules of a package that hold such a member, by the member's name."""
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    modules = [importlib.import_module(module.name) for module in found]
    return {getattr(module, member).name: module for module in modules if hasattr(module, member)}


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(row) + " |"
    yield ""


WRITERS: dict[str, Callable[[], Iterator[str]]] = {
    "rules.md": rules_page,
    "formats.md": formats_page,
    "figures.md": figures_page,
    "errors.md": errors_page,
    "commands.md": commands_page,
    "operations.md": operations_page,
    "api.md": api_page,
}
"""Every generated page, and what writes it."""


def main() -> None:
    """Write the pages, or tell which are no longer what the code says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page has drifted")
    check = parser.parse_args().check
    for name in WRITERS:
        path, text = PAGES / name, page(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            sys.exit(f"{path.name} is no longer what the code says; run this without --check.")
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
