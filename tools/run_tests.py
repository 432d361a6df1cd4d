"""Runs everything that must pass before a change lands, from an empty machine with Python and pip.

Style, types and import contracts; then the wheel, installed with nothing but its own dependencies, and the
whole suite on that, on two cores. `--only suite` runs it on this tree instead; `--slow` adds the long tests.
"""

import argparse
import shutil
import time
from pathlib import Path

from environments import CACHE, LITE, ROOT, executable, install, locked_environment, run

TESTS = LITE / "tests"
BROWSER = TESTS / "browser"
SIZE_LIMIT_MB = 40
_IMPORT_ALL = """
import importlib, pkgutil, rolethread_lite
modules = [found.name for found in pkgutil.walk_packages(rolethread_lite.__path__, "rolethread_lite.")]
assert len(modules) > 20, modules
for module in modules:
    importlib.import_module(module)
assert "site-packages" in rolethread_lite.__file__, rolethread_lite.__file__
print(f"{len(modules)} modules import with the wheel's own dependencies alone")
"""


def main() -> None:
    """Run every check in order and stop at the first that fails."""
    arguments = _arguments()
    started = time.monotonic()
    tools = locked_environment("tools", locks=("dev",), editable=True)
    if arguments.only != "suite":
        check(tools)
    more = ["--slow"] if arguments.slow else []
    if arguments.only == "suite":
        suite(tools, title="tests", more=more)
    if arguments.only is None:
        check_wheel(tools, more=more)
    print(f"\nAll passed in {time.monotonic() - started:.0f} seconds.")


def check(tools: Path) -> None:
    """Run the checks that read the code without running it."""
    run([_in(tools, "ruff"), "check", "."], title="style")
    run([_in(tools, "ruff"), "format", "--check", "."], title="layout")
    run([_in(tools, "mypy"), str(LITE / "src"), "tools"], title="types")
    run([_in(tools, "lint-imports"), "--no-cache"], title="import contracts")


def suite(environment: Path, *, title: str, more: list[str]) -> None:
    """Run the tests on two cores; those that drive a browser by themselves, with an event loop of their own."""
    pytest = [_in(environment, "python"), "-m", "pytest", "-q", "-n", "2", *more]
    run([*pytest, "--ignore", str(BROWSER), str(TESTS)], title=title)
    run([*pytest, str(BROWSER)], title=f"{title}, in a browser")


def check_wheel(tools: Path, *, more: list[str]) -> None:
    """Build the wheel, look at it with nothing else installed, and run the suite on it."""
    wheel = build_wheel(tools)
    alone = CACHE / "wheel"
    (alone / "rolethread.stamp").unlink(missing_ok=True)
    locked_environment("wheel", locks=("lite",), editable=False)
    measure(alone)
    install(alone, ["--no-deps", str(wheel)])
    run([_in(alone, "python"), "-I", "-c", _IMPORT_ALL], title="the wheel alone")
    run([_in(alone, "rolethread"), "--version"], title="its command")
    install(alone, ["--require-hashes", "--requirement", str(ROOT / "requirements" / "test.lock")])
    suite(alone, title="tests on the wheel", more=more)


def build_wheel(tools: Path) -> Path:
    """Return the wheel of the package, built with the locked back end."""
    folder = CACHE / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    build = [
        "-m",
        "pip",
        "wheel",
        "-qq",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
    ]
    run([_in(tools, "python"), *build, str(LITE)], title="wheel")
    wheel: Path = next(folder.glob("*.whl"))
    return wheel


def measure(alone: Path) -> None:
    """Stop when what the wheel brings along has grown past its limit."""
    own = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence")
    packages = next(path for path in alone.glob("**/site-packages") if path.is_dir())
    files = [path for path in packages.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    sizes = [path.stat().st_size for path in files if not path.relative_to(packages).parts[0].startswith(own)]
    size = sum(sizes) / 1_000_000
    print(f"The dependencies take {size:.1f} MB of {SIZE_LIMIT_MB} MB.")
    if not 0 < size < SIZE_LIMIT_MB:
        raise SystemExit("What Lite depends on has grown past its limit, or was not found.")


def _in(environment: Path, name: str) -> str:
    return str(executable(environment, name=name))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("checks", "suite"), help="run only the checks, or only the suite")
    parser.add_argument("--slow", action="store_true", help="add the long tests to the suite")
    return parser.parse_args()


if __name__ == "__main__":
    main()
