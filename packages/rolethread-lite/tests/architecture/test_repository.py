"""The tree names no machine of ours and no registry, its locks agree, and no folder waits for later work."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
LOCKS = ("build", "dev", "lite", "test")
_NOT_OURS = {".git", ".cache", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
_NOT_OURS |= {".venv", "__pycache__", "dist"}
# Written in pieces, so that this file does not hold what it looks for.
_REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.",
    "deb" + "ian.org",
    "crates" + ".io",
    "/sim" + "ple/",
]
_MACHINES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/op" + "t/", "/tm" + "p/"]


def _files() -> list[Path]:
    found = [path for path in sorted(ROOT.rglob("*")) if not _NOT_OURS.intersection(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def test_the_walk_finds_the_repository() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in _files()}
    assert {"pyproject.toml", "README.md", "LICENSE", "packages/rolethread-lite/pyproject.toml"} <= names


@pytest.mark.parametrize("word", [*_REGISTRIES, *_MACHINES])
def test_no_file_names_a_registry_or_a_machine(word: str) -> None:
    named = [str(path.relative_to(ROOT)) for path in _files() if word.encode() in path.read_bytes()]
    assert named == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert pins
    assert [pin for pin in pins if not re.match(r"[a-z0-9-]+==[^ ]+ (; [^\\]+)?\\$", pin)] == []
    assert "://" not in text
    assert not re.search(r"^ *--(?!hash=sha256:[0-9a-f]{64})", text, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if lock != "dev"])
def test_the_smaller_locks_pin_what_the_whole_one_pins(lock: str) -> None:
    whole = _pins("dev")
    assert {name: version for name, version in _pins(lock).items() if whole.get(name) != version} == {}


def test_no_folder_and_no_module_waits_for_later() -> None:
    empty = [path for path in _files() if path.stat().st_size == 0 and path.name != "py.typed"]
    modules = [path for path in _files() if path.name == "__init__.py"]
    alone = [path for path in modules if not [other for other in path.parent.rglob("*.py") if other != path]]
    assert [str(path.relative_to(ROOT)) for path in [*empty, *alone]] == []


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, flags=re.MULTILINE))
