"""Makes the virtual environments of the other tools from the lock files, and remakes none that is current."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LITE = ROOT / "packages" / "rolethread-lite"
CACHE = ROOT / ".cache"
_STAMP = "rolethread.stamp"


def executable(folder: Path, *, name: str) -> Path:
    """Return the path of a command inside an environment."""
    if os.name == "nt":
        return folder / "Scripts" / f"{name}.exe"
    return folder / "bin" / name


def run(command: list[str], *, title: str, env: dict[str, str] | None = None) -> None:
    """Say what comes, run the command in the repository, and stop everything when it fails."""
    print(f"\n— {title}", flush=True)
    answer = subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})}, check=False)
    if answer.returncode:
        sys.exit(f"\n{title}: failed with exit status {answer.returncode}.")


def locked_environment(name: str, *, locks: tuple[str, ...], editable: bool) -> Path:
    """Return an environment with exactly the locked packages and, if asked, the package from this tree.

    It is kept under `.cache` and used again, without a network, for as long as nothing it was made from changes.
    """
    folder = CACHE / name
    stamp = _stamp(locks)
    kept = folder / _STAMP
    if kept.exists() and kept.read_text(encoding="utf-8") == stamp:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    print(f"\n— preparing {folder.relative_to(ROOT)} (once; later runs need no network)", flush=True)
    venv.EnvBuilder(with_pip=True).create(folder)
    for lock in locks:
        install(folder, ["--require-hashes", "--requirement", str(ROOT / "requirements" / f"{lock}.lock")])
    if editable:
        install(folder, ["--no-deps", "--no-build-isolation", "--editable", str(LITE)])
    kept.write_text(stamp, encoding="utf-8")
    return folder


def install(folder: Path, what: list[str]) -> None:
    """Install with the environment's own pip."""
    quiet = ["-qq", "--no-input", "--disable-pip-version-check"]
    command = [str(executable(folder, name="python")), "-m", "pip", "install", *quiet, *what]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        sys.exit("The packages could not be installed; pip's own message is above. The first run needs a network.")


def _stamp(locks: tuple[str, ...]) -> str:
    """Return a digest of all that an environment is made from, its own place included."""
    digest = hashlib.sha256(f"{sys.version} {sys.executable} {ROOT}".encode())
    sources = [ROOT / "requirements" / f"{lock}.lock" for lock in locks]
    built_from = (LITE / name for name in ("pyproject.toml", "hatch_build.py", "package-lock.json"))
    for source in (*sources, *built_from, Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()
