"""Import with findings, figures and search ready, in one process and with two workers; peak memory."""

import subprocess
import sys
from pathlib import Path

from bench.measuring import Bench
from rolethread_lite.model.selection import TextQuery
from rolethread_lite.workspace import Workspace

_STATUS = Path("/proc/self/status")
_CHILD = """
import sys
from pathlib import Path
from rolethread_lite.workspace import Workspace
if __name__ == "__main__":
    with Workspace(Path(sys.argv[2]), write_files=False) as workspace:
        workspace.import_file(Path(sys.argv[1]), name="corpus", workers=int(sys.argv[3]))
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) // 1024)
"""


def run(bench: Bench) -> None:
    """Measure imports."""
    for workers, target in ((0, 16.0), (2, 9.0)):
        folder = bench.folder / f"import-{workers}"
        with Workspace(folder, write_files=False) as workspace:
            with bench.ratio(f"import with findings and figures, {workers or 'no'} workers", target=target):
                workspace.import_file(bench.corpus, name="corpus", workers=workers)
            with bench.ratio("make the search ready", target=2.0), workspace.view() as view:
                view.search(view.dataset("corpus").key, TextQuery(text="inn"))
        size = (folder / "workspace.db").stat().st_size / bench.corpus.stat().st_size
    bench.note("workspace file", size, unit="x file", target=1.25)
    if _STATUS.exists():  # what the operating system says of a child otherwise includes its parent
        command = [sys.executable, "-c", _CHILD, str(bench.corpus), str(bench.folder / "child"), "0"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        bench.note("import, peak memory", float(done.stdout), unit="MB")
