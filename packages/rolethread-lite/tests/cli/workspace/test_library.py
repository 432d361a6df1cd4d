"""The library on its way in and out, bundles, and what stands beside an imported file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rolethread_lite.cli.workspace.library_wish import LibraryWish

LIBRARY = {
    "rolethread_library": 1,
    "categories": [{"key": "mood", "name": "Mood"}],
    "tags": [
        {"key": "cosy", "name": "cosy", "category": "mood", "description": "Warm and small."},
        {"key": "bridge", "name": "bridge"},
    ],
    "aliases": [{"kind": "tag", "name": "snug", "target": "cosy"}],
    "characters": [{"key": "tess", "name": "Tess", "description": "A guest."}],
    "system_prompts": [{"key": "keep", "name": "Keep", "text": "Keep the inn."}],
}


@pytest.fixture
def library(folder: Path) -> Path:
    """Return a library file."""
    path = folder / "library.json"
    path.write_text(json.dumps(LIBRARY), encoding="utf-8")
    return path


def test_a_library_is_shown_then_taken(inn: Callable, library: Path, golden: Callable) -> None:
    shown = inn("library", "import", library, "--preview")
    golden("workspace-library-preview.txt", shown.out)
    assert "Nothing was changed; without --preview it is." in shown.err
    assert "nothing is there" not in shown.err
    refused = inn("library", "import", library, status=2)
    assert "nobody is there to say what to take (6 new)" in refused.err
    assert "--rule new, mine or theirs" in refused.err
    assert "`rolethread undo` takes it back." in inn("library", "import", library, "--rule", "new").err
    assert "There was nothing to change." in inn("library", "import", library, "--rule", "theirs").err


def test_a_conflict_is_shown_field_by_field_and_settled_one_by_one(
    inn: Callable, library: Path, folder: Path, golden: Callable
) -> None:
    inn("library", "import", library, "--rule", "new")
    other = json.loads(json.dumps(LIBRARY))
    other["tags"][0]["description"] = "By the fire."
    other["tags"][1]["description"] = "Over water."
    path = folder / "other.json"
    path.write_text(json.dumps(other), encoding="utf-8")
    golden("workspace-library-conflict.txt", inn("library", "import", path, "--preview").out)
    inn("library", "import", path, "--rule", "mine", "--resolve", "tag:cosy=theirs")
    inn("library", "export", "-o", "now.json")
    now = json.loads((folder / "now.json").read_bytes())
    assert {tag["name"]: tag["description"] for tag in now["tags"]} == {"cosy": "By the fire.", "bridge": "Over water."}
    wrong = inn("library", "import", path, "--rule", "mine", "--resolve", "tag:none=theirs", status=2)
    assert "there is no 'tag:none' to choose" in wrong.err.lower()
    assert "ITEM=theirs" in inn("library", "import", path, "--resolve", "tag:cosy", status=2).err


def test_a_library_goes_round(inn: Callable, library: Path, folder: Path, work: Callable) -> None:
    inn("library", "import", library, "--rule", "new")
    told = inn("library", "export", "-o", "out.json").err
    assert "1 category, 2 tags, 1 alias, 1 character and 1 system prompt written to out.json" in told
    first = (folder / "out.json").read_bytes()
    other = ("--workspace", folder / "elsewhere")
    work("library", "import", "out.json", "--rule", "new", *other)
    work("library", "export", "-o", "again.json", "--with-avatars", *other)
    assert (folder / "again.json").read_bytes() == first
    assert "already there" in inn("library", "export", "-o", "out.json", status=2).err
    assert json.loads(inn("library", "export", "-o", "out.json", "--force", "--json").out)["items"] == 6


def test_what_holds_no_library_is_refused(inn: Callable, folder: Path) -> None:
    for content in (b"", b"[1]", b'{"a":1}', b"\xff\xfe"):
        (folder / "x.json").write_bytes(content)
        refused = inn("library", "import", "x.json", "--rule", "new", status=3)
        assert "There is no library in it" in refused.err
        assert "a library file, a sidecar, a bundle" in refused.err


def test_a_preview_for_programs(inn: Callable, library: Path) -> None:
    told = json.loads(inn("library", "import", library, "--preview", "--json").out)
    assert [(one["item"], one["standing"]) for one in told["library"]][:2] == [
        ("category:Mood", "new"),
        ("tag:cosy", "new"),
    ]
    done = json.loads(inn("library", "import", library, "--rule", "new", "--json").out)
    assert done["step"]["label"] == "Take from another library what is new"


def test_a_bundle_goes_to_somebody_else(
    inn: Callable, library: Path, folder: Path, golden: Callable, place: Path
) -> None:
    inn("library", "import", library, "--rule", "new")
    inn("entry", "note", "inn", "1", "Ask Tess.")
    assert "3 entries written to inn.rolethread" in inn("dataset", "bundle", "inn", "-o", "inn.rolethread").err
    golden("workspace-bundle-check.txt", inn("bundle", "check", "inn.rolethread").out)
    there = ("--workspace", folder / "there")
    golden("workspace-bundle-preview.txt", inn("dataset", "import", "inn.rolethread", "--dry-run", *there).out)
    taken = inn("dataset", "import", "inn.rolethread", "--library", "new", *there)
    golden("workspace-bundle-import.txt", taken.out)
    inn("dataset", "bundle", "inn", "-o", "again.rolethread", *there)
    assert (folder / "again.rolethread").read_bytes() == (folder / "inn.rolethread").read_bytes()
    for name in ("inn.jsonl", ".inn.rolethread.json"):
        ours, theirs = (base / "datasets" / "inn" / name for base in (place, folder / "there"))
        assert theirs.read_bytes() == ours.read_bytes()


def test_a_damaged_bundle_is_refused_with_the_file_named(inn: Callable, folder: Path) -> None:
    inn("dataset", "bundle", "inn", "-o", "inn.rolethread")
    path = folder / "inn.rolethread"
    content = bytearray(path.read_bytes())
    content[80] ^= 1
    path.write_bytes(bytes(content))
    for command in (("bundle", "check"), ("dataset", "import")):
        refused = inn(*command, "inn.rolethread", status=3)
        assert "inn.rolethread:dataset.jsonl" in refused.err
        assert "another copy" in refused.err


def test_an_import_says_what_stands_beside_the_file(
    inn: Callable, library: Path, folder: Path, place: Path, golden: Callable
) -> None:
    inn("library", "import", library, "--rule", "new")
    inn("entry", "note", "inn", "1", "Ask Tess.")
    file = place / "datasets" / "inn" / "inn.jsonl"
    there = ("--workspace", folder / "there")
    golden("workspace-sidecar-preview.txt", inn("dataset", "import", file, "--dry-run", *there).out)
    left = inn("dataset", "import", file, *there)
    assert "1 note from the sidecar" in left.out
    assert "its library: 6 new; nothing taken" in left.out
    assert "library import" in left.err
    told = json.loads(inn("dataset", "import", file, "--name", "two", "--library", "new", "--json", *there).out)
    assert (told[0]["library_changes"], told[0]["notes"], told[0]["notes_left"]) == (6, 1, 0)
    assert json.loads(inn("history", "--json", *there).out)[0]["lines"] == 4


def test_old_names_of_tags_are_told(inn: Callable, library: Path, folder: Path) -> None:
    inn("library", "import", library, "--rule", "new")
    line = '{"messages":[{"role":"user","content":"Hi."}],"tags":["snug"]}\n'
    (folder / "old.jsonl").write_text(line * 2, encoding="utf-8")
    assert "snug → cosy, 2 entries" in inn("dataset", "import", "old.jsonl", "--tag", "new one").out
    assert inn("entry", "count", "old", "--tags-all", "cosy", "--tags-all", "new one").out == "2\n"
    inn("dataset", "import", "old.jsonl", "--name", "kept", "--keep-old-tags")
    assert inn("entry", "count", "kept", "--tag", "snug").out == "2\n"


def test_a_sidecar_that_somebody_edited_is_told(inn: Callable, place: Path) -> None:
    sidecar = place / "datasets" / "inn" / ".inn.rolethread.json"
    sidecar.write_bytes(b'{"mine": 1}')
    inn("entry", "note", "inn", "1", "Ask Tess.")
    told = inn("dataset", "files").out
    assert "its sidecar was edited by somebody else and stands aside" in told
    assert ".inn.rolethread.edited.json" in told
    (answer,) = json.loads(inn("dataset", "files", "--json").out)
    assert answer["set_aside"] == [str(sidecar.with_name(".inn.rolethread.edited.json"))]


@pytest.mark.parametrize(("answer", "taken"), [(b"new\n", ["bridge", "cosy"]), (b"\n", []), (b"all\nnone\n", [])])
def test_somebody_at_a_terminal_is_asked(
    inn: Callable, library: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, taken: list[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(LibraryWish, "asks", property(lambda _: True))
        told = inn("library", "import", library, stdin=answer).err
    assert "There is a library with it: 6 new." in told
    assert "tag:cosy  new" in told
    assert "What shall be taken? (none, new, mine, theirs) [none]" in told
    inn("library", "export", "-o", "now.json")
    assert [tag["name"] for tag in json.loads(Path("now.json").read_bytes())["tags"]] == taken


def test_an_import_at_a_terminal_asks_about_what_stands_beside_the_file(
    inn: Callable, library: Path, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inn("library", "import", library, "--rule", "new")
    monkeypatch.setattr(LibraryWish, "asks", property(lambda wish: wish.rule is None))
    file = place / "datasets" / "inn" / "inn.jsonl"
    there = ("--workspace", folder / "there")
    assert "6 changes made" in inn("dataset", "import", file, *there, stdin=b"theirs\n").out
    again = inn("dataset", "import", file, "--name", "again", *there)
    assert "What shall be taken?" not in again.err
