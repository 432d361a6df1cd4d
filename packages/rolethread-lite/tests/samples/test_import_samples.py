"""Real datasets of RoleThread 1.0 come in with what their sidecars say, and go on as bundles without loss."""

from pathlib import Path

import pytest
from workspaces import everything

from rolethread_lite.formats.rolethread_1 import SIDECAR_SUFFIX
from rolethread_lite.model.library_taking import LibraryRule
from rolethread_lite.operations.import_report import ImportOptions
from rolethread_lite.workspace import Workspace

pytestmark = pytest.mark.samples


def test_what_a_sidecar_of_the_original_says_comes_in_and_goes_round(samples_folder: Path, tmp_path: Path) -> None:
    sidecars = sorted(samples_folder.rglob(f"*{SIDECAR_SUFFIX}"))
    files = [path.with_name(path.name.replace(SIDECAR_SUFFIX, ".jsonl")) for path in sidecars]
    found = [path for path in files if path.is_file()]
    if not found:
        pytest.skip("no sample stands beside a sidecar")
    brought = 0
    for number, path in enumerate(found):
        with Workspace(tmp_path / f"made{number}", write_files=False) as made:
            report = made.import_file(path, name="tales", options=ImportOptions(library=LibraryRule.NEW))
            brought += report.offer.taken
            bundle = tmp_path / "tales.rolethread"
            bundle.write_bytes(b"".join(made.bundle("tales")))
            with Workspace(tmp_path / f"fresh{number}", write_files=False) as fresh:
                fresh.import_file(bundle, options=ImportOptions(library=LibraryRule.NEW))
                assert everything(fresh) == everything(made)
                assert b"".join(fresh.bundle("tales")) == bundle.read_bytes()
    assert brought
