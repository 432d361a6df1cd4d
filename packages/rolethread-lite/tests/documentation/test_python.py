"""Every Python session the pages show runs, and answers what the page says it answers."""

import doctest
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
_SESSION = re.compile(r"^```pycon\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
PAGES = [path for path in sorted(ROOT.glob("docs/**/*.md")) if _SESSION.search(path.read_text(encoding="utf-8"))]


def test_some_pages_show_python() -> None:
    assert PAGES


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in PAGES])
def test_a_session_answers_what_the_page_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    session = "\n".join(_SESSION.findall((ROOT / page).read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(session, {}, page, page, 0)
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    result = runner.run(test, out=printed.append)
    assert result.attempted > 2
    assert not result.failed, "".join(printed)
