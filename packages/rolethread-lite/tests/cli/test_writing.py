"""The verbs that write files: what they say, what they write, and that they do it twice alike."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


def test_convert_says_first_what_is_lost(run: Callable, golden: Callable) -> None:
    outcome = run("convert", "clean.jsonl", "flawed.jsonl", "-o", "out.jsonl", "--clean")
    golden("convert.txt", outcome.err)
    assert outcome.out == ""


def test_convert_to_a_stream(folder: Path, run: Callable) -> None:
    outcome = run("convert", "-", "-o", "-", stdin=(folder / "clean.jsonl").read_bytes())
    assert outcome.out_bytes == (folder / "clean.jsonl").read_bytes()
    assert outcome.err == "2 entries written to standard output (359 bytes).\n"


def test_convert_from_sharegpt(folder: Path, run: Callable) -> None:
    run("convert", "shared.jsonl", "-o", "out.jsonl")
    (line,) = (folder / "out.jsonl").read_bytes().splitlines()
    entry = json.loads(line)
    assert [message["role"] for message in entry["messages"]] == ["user", "assistant"]
    assert entry["id"] == "s-1"


def test_convert_and_back_gives_the_same_lines(folder: Path, run: Callable) -> None:
    run("convert", "clean.jsonl", "-o", "there.jsonl", "--to", "sharegpt")
    run("convert", "there.jsonl", "-o", "back.jsonl")
    back = [json.loads(line) for line in (folder / "back.jsonl").read_text().splitlines()]
    assert back == [json.loads(line) for line in (folder / "clean.jsonl").read_text().splitlines()]


def test_convert_as_json(run: Callable) -> None:
    report = json.loads(run("convert", "clean.jsonl", "-o", "out.jsonl", "--clean", "--json").out)
    assert report["entries"] == 2
    assert {loss["kind"] for loss in report["losses"]} == {"tags", "the member 'id'"}


def test_force_replaces(folder: Path, run: Callable) -> None:
    assert run("convert", "clean.jsonl", "-o", "flawed.jsonl", "--force").status == 0
    assert (folder / "flawed.jsonl").read_bytes() == (folder / "clean.jsonl").read_bytes()


def test_merge_says_what_was_left_out(folder: Path, run: Callable, golden: Callable) -> None:
    (folder / "again.jsonl").write_bytes((folder / "clean.jsonl").read_bytes().replace(b"late?", b" late? "))
    outcome = run("merge", "clean.jsonl", "again.jsonl", "-o", "all.jsonl", "--report", "left-out.jsonl")
    golden("merge.txt", outcome.err)
    golden("merge-report.jsonl", (folder / "left-out.jsonl").read_text())
    assert (folder / "all.jsonl").read_bytes() == (folder / "clean.jsonl").read_bytes()


def test_merge_as_json(run: Callable) -> None:
    report = json.loads(run("merge", "clean.jsonl", "flawed.jsonl", "-o", "all.jsonl", "--json").out)
    assert (report["entries"], report["kept"], report["records"]) == (5, 4, 2)


def test_dedupe_keeps_the_first_and_its_bytes(folder: Path, run: Callable, golden: Callable) -> None:
    clean = (folder / "clean.jsonl").read_bytes()
    (folder / "twice.jsonl").write_bytes(clean + b"[1]\n" + clean)
    golden("dedupe.txt", run("dedupe", "twice.jsonl", "-o", "once.jsonl").err)
    assert (folder / "once.jsonl").read_bytes() == clean + b"[1]\n"


def test_partition_says_what_went_where(folder: Path, run: Callable, golden: Callable) -> None:
    rows = [json.dumps({"messages": [{"role": "user", "content": f"Question {n}"}]}) for n in range(20)]
    (folder / "many.jsonl").write_text("\n".join([*rows, "[1]"]))
    words = ("many.jsonl", "-o", "parts", "--parts", "train=80,validation=10,test=10", "--seed", "3")
    golden("partition.txt", run("partition", *words).err)
    parts = {path.name: path.read_bytes() for path in (folder / "parts").iterdir()}
    assert sorted(parts) == ["test.jsonl", "train.jsonl", "validation.jsonl"]
    assert [parts[name].count(b"\n") for name in sorted(parts)] == [2, 16, 2]
    assert sorted(b"".join(parts.values()).decode().splitlines()) == sorted(rows)
    assert run("partition", *words).status == 2
    report = json.loads(run("partition", *words, "--force", "--json").out)
    assert [part["entries"] for part in report["parts"]] == [16, 2, 2]
    assert {path.name: path.read_bytes() for path in (folder / "parts").iterdir()} == parts


def test_partition_warns_when_a_group_is_too_large(folder: Path, run: Callable) -> None:
    rows = [json.dumps({"messages": [{"role": "user", "content": f"{n}"}], "tags": ["a"]}) for n in range(20)]
    (folder / "many.jsonl").write_text("\n".join(rows))
    words = ("many.jsonl", "-o", "parts", "--parts", "a=1,b=1", "--seed", "3", "--group-by", "tag")
    assert "20 of 20 entries" in run("partition", *words).err


@pytest.mark.parametrize(
    "words",
    [
        ("convert", "flawed.jsonl", "-o", "-", "--clean"),
        ("merge", "flawed.jsonl", "clean.jsonl", "-o", "-"),
        ("dedupe", "flawed.jsonl", "-o", "-"),
        ("fix", "flawed.jsonl", "-o", "-", "--unsafe"),
    ],
    ids=lambda words: words[0],
)
def test_the_same_input_gives_the_same_bytes(words: tuple[str, ...], run: Callable) -> None:
    first = run(*words)
    assert first.status == 0
    assert first.out_bytes
    assert run(*words) == first


@pytest.mark.samples
def test_real_files_go_through_every_verb(samples_folder: Path, folder: Path, run: Callable) -> None:
    paths = sorted((samples_folder / "messages").glob("*.json*"))
    assert len(paths) > 3
    for number, path in enumerate(paths):
        assert run("convert", path, "-o", f"{number}.jsonl").status == 0
        assert run("dedupe", path, "-o", f"{number}.once.jsonl").status == 0
        assert run("insights", path).status == 0
        assert run("fix", path, "-o", f"{number}.tidy.jsonl").status == 0
        assert run("diff", path, f"{number}.tidy.jsonl").status in (0, 1)
    assert folder.is_dir()
