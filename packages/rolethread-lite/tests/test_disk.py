"""A file is written whole or not at all, whatever happens on the way."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite import disk
from rolethread_lite.errors import BadRequest, DiskFull, InvalidValue, StorageFailed, WouldOverwrite


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(chunks=st.lists(st.binary(max_size=40)))
def test_a_file_holds_what_was_written(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("out") / "a.jsonl"
    assert disk.write_atomically(path, chunks, replace=False) == len(b"".join(chunks))
    assert path.read_bytes() == b"".join(chunks)
    assert _names(path.parent) == ["a.jsonl"]


def test_many_chunks_are_written_in_order(tmp_path: Path) -> None:
    chunks = [b"%d," % number for number in range(400_000)]
    assert disk.write_atomically(tmp_path / "a", iter(chunks), replace=False) > 1 << 20
    assert (tmp_path / "a").read_bytes() == b"".join(chunks)


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    disk.write_atomically(tmp_path / "ours", [b"x"], replace=False)
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    disk.write_atomically(path, [b"new"], replace=True)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "folder" / "link"
    link.parent.mkdir()
    real.write_bytes(b"old")
    link.symlink_to(real)
    disk.write_atomically(link, [b"new"], replace=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert _names(link.parent) == ["link"]


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(WouldOverwrite):
        disk.write_atomically(path, [b"new"], replace=False)
    assert path.read_bytes() == b"old"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def _chunks() -> Iterator[bytes]:
        path.write_bytes(b"somebody else's")
        yield b"ours"

    with pytest.raises(WouldOverwrite):
        disk.write_atomically(path, _chunks(), replace=False)
    assert path.read_bytes() == b"somebody else's"
    assert _names(tmp_path) == ["a"]


def test_what_the_maker_of_chunks_raises_passes_through(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def _chunks() -> Iterator[bytes]:
        yield b"x" * 3_000_000
        raise KeyError

    with pytest.raises(KeyError):
        disk.write_atomically(path, _chunks(), replace=True)
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["a"]


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StorageFailed), (errno.EROFS, StorageFailed)],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], call: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def _fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    if call == "fsync":
        monkeypatch.setattr(disk.os, "fsync", _fail)
    else:
        monkeypatch.setattr(Path, "replace", _fail)
    with pytest.raises(error) as caught:
        disk.write_atomically(path, [b"new"], replace=True)
    assert caught.value.where == str(path)
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["a"]


def test_where_links_are_unknown_a_new_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", _refuse)
    disk.write_atomically(tmp_path / "a", [b"new"], replace=False)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert _names(tmp_path) == ["a"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert disk.write_atomically(Path(os.devnull), [b"gone"], replace=False) == 4
    assert not Path(os.devnull).is_file()
    with pytest.raises(DiskFull):
        disk.write_atomically(Path("/dev/full"), [b"x"], replace=True)


@pytest.mark.parametrize(
    ("name", "error"),
    [("", InvalidValue), ("no/such/a", BadRequest), ("x" * 300, InvalidValue), ("a\0b", InvalidValue)],
)
def test_a_place_that_is_none_is_said_in_words(tmp_path: Path, name: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        disk.write_atomically(tmp_path / name, [b"x"], replace=True)
    assert caught.value.advice
    assert _names(tmp_path) == []


def test_a_long_name_leaves_room_for_the_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    disk.write_atomically(path, [b"x"], replace=False)
    assert path.read_bytes() == b"x"


def test_temporary_names_are_recognised(tmp_path: Path) -> None:
    seen: list[str] = []

    def _chunks() -> Iterator[bytes]:
        seen.extend(_names(tmp_path))
        yield b"x"

    disk.write_atomically(tmp_path / "harbour.jsonl", _chunks(), replace=False)
    (name,) = seen
    assert disk.is_temporary(tmp_path / name)
    assert name.startswith(".harbour.jsonl.")
    assert not disk.is_temporary(tmp_path / "harbour.jsonl")


def test_a_sweep_takes_what_is_abandoned_and_nothing_else(tmp_path: Path) -> None:
    abandoned = tmp_path / f".a.0123{disk.TEMPORARY_SUFFIX}"
    abandoned.write_bytes(b"half")
    (tmp_path / "kept.jsonl").write_bytes(b"")
    assert disk.sweep(tmp_path) == (abandoned,)
    assert _names(tmp_path) == ["kept.jsonl"]
    assert disk.sweep(tmp_path / "missing") == ()


def test_a_sweep_leaves_what_is_being_written(tmp_path: Path) -> None:
    swept: list[Path] = []

    def _chunks() -> Iterator[bytes]:
        swept.extend(disk.sweep(tmp_path))
        yield b"x"

    disk.write_atomically(tmp_path / "a", _chunks(), replace=False)
    assert swept == []
    assert (tmp_path / "a").read_bytes() == b"x"


def test_a_killed_writer_leaves_the_old_file_and_something_to_sweep(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    program = (
        "import os, sys, pathlib\n"
        "from rolethread_lite.disk import write_atomically\n"
        "def chunks():\n"
        "    yield b'x' * 2_000_000\n"
        "    os._exit(9)\n"
        "write_atomically(pathlib.Path(sys.argv[1]), chunks(), replace=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == 9
    assert path.read_bytes() == b"old"
    assert len(disk.sweep(tmp_path)) == 1
    assert _names(tmp_path) == ["a"]
