"""Files that wait: no name of theirs leads anywhere, sidecars find their datasets, and nothing is left behind."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.formats.rolethread_1 import find_sidecar
from rolethread_lite.formats.sidecar import sidecar_beside
from rolethread_lite.web.sidecar_pairs import pair_up, sidecar_name
from rolethread_lite.web.uploads import Sent, Uploads, harmless_name

NAMES = {
    "chat.jsonl": "chat.jsonl",
    "../../etc/passwd": "_.._etc_passwd",
    "..": "file",
    "": "file",
    ".hidden.jsonl": "hidden.jsonl",
    'a "b" <c>|d?.jsonl': "a _b_ _c__d_.jsonl",
    "C:\\chats\\inn.jsonl": "C__chats_inn.jsonl",
    "CON": "_CON",
    "nul.jsonl": "_nul.jsonl",
    "灯笼客栈 🏮.jsonl": "灯笼客栈 🏮.jsonl",
    "حكاية.jsonl": "حكاية.jsonl",
    "half \ud800.jsonl": "half _.jsonl",
    "line\nbreak\x00.jsonl": "line_break_.jsonl",
    "trailing. . ": "trailing",
}


@pytest.mark.parametrize(("shown", "name"), NAMES.items())
def test_a_name_from_elsewhere_becomes_a_harmless_one(shown: str, name: str) -> None:
    assert harmless_name(shown) == name


@given(st.text())
def test_no_name_leads_out_of_its_folder(shown: str) -> None:
    name = harmless_name(shown)
    assert Path("home", name).resolve().parent == Path("home").resolve()
    assert 0 < len(name.encode()) <= 120
    assert not name.startswith(".")


PAIRS = (
    (["inn.jsonl", "inn.registry.json"], {0: "inn.registry.json"}),
    (["inn.registry.json", "inn.jsonl.gz"], {1: "inn.registry.json"}),
    (["inn.jsonl", ".inn.rolethread.json"], {0: ".inn.rolethread.json"}),
    (["inn.jsonl", "sea.jsonl", "sea.rolethread.json"], {1: "sea.rolethread.json"}),
    (["a.b.jsonl", "a.b.registry.json"], {0: "a.b.registry.json"}),
    (["inn (1).jsonl", "inn.registry.json"], {0: "inn.registry.json"}),
    (["inn.jsonl", "sea.jsonl", "harbour.registry.json"], {}),
    (["inn.jsonl", "inn.registry.json", "sea.registry.json"], {0: "inn.registry.json"}),
    (["inn.registry.json"], {}),
)


@pytest.mark.parametrize(("names", "pairs"), PAIRS)
def test_a_sidecar_belongs_to_the_file_it_is_named_after(names: list[str], pairs: dict[int, str]) -> None:
    assert pair_up(names) == pairs


@pytest.mark.parametrize("name", ["inn.jsonl", "inn", "a.b.jsonl.zst", "v1.2", "chat.json", "x.txt.gz", "灯.ndjson"])
def test_a_sidecar_is_laid_where_the_importer_looks(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    first = tmp_path / sidecar_name("any.registry.json", beside=name)
    first.write_bytes(b"")
    assert find_sidecar(path) == first
    ours = tmp_path / sidecar_name("any.rolethread.json", beside=name)
    ours.write_bytes(b"")
    assert sidecar_beside(path) == ours


def sent(**files: bytes) -> list[Sent]:
    return [Sent(name=name.replace("__", "."), content=BytesIO(content)) for name, content in files.items()]


def test_files_wait_until_they_are_let_go(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    waiting = uploads.take(sent(inn__jsonl=b"one", sea__jsonl=b"two"), into=3)
    assert Uploads(tmp_path / "uploads").find(waiting.token) == waiting
    assert [(file.shown, file.size) for file in waiting.files] == [("inn.jsonl", 3), ("sea.jsonl", 3)]
    assert [uploads.path(waiting, file).read_bytes() for file in waiting.files] == [b"one", b"two"]
    left = uploads.release(waiting, waiting.files[0])
    assert [file.shown for file in uploads.find(waiting.token).files] == ["sea.jsonl"]
    uploads.release(left, left.files[0])
    assert list((tmp_path / "uploads").iterdir()) == []
    with pytest.raises(UnknownName):
        uploads.find(waiting.token)


def test_two_files_of_one_name_do_not_meet(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    waiting = uploads.take([Sent(name="inn.jsonl", content=BytesIO(text)) for text in (b"one", b"two")])
    assert [uploads.path(waiting, file).read_bytes() for file in waiting.files] == [b"one", b"two"]


@pytest.mark.parametrize("token", ["..", "", "a/b", "no_such", "../uploads", "x" * 300, "\0"])
def test_only_tokens_that_were_given_lead_anywhere(token: str, tmp_path: Path) -> None:
    (tmp_path / "waiting.json").write_text("{}")
    with pytest.raises(UnknownName):
        Uploads(tmp_path / "uploads").find(token)


def test_nothing_that_could_be_imported_is_no_wait(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    for files in ([], sent(inn__registry__json=b"{}")):
        with pytest.raises(InvalidValue):
            uploads.take(files)
    assert not (tmp_path / "uploads").exists()


def test_what_was_left_behind_a_day_ago_goes_at_the_next_start(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    old, new = (uploads.take(sent(inn__jsonl=b"x")) for _ in range(2))
    yesterday = time.time() - 25 * 3600
    os.utime(tmp_path / old.token, (yesterday, yesterday))
    (tmp_path / "a file").write_bytes(b"")
    os.utime(tmp_path / "a file", (yesterday, yesterday))
    again = Uploads(tmp_path)
    assert again.find(new.token) == new
    with pytest.raises(UnknownName):
        again.find(old.token)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a file", new.token])
