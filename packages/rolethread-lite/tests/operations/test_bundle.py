"""A bundle carries a dataset whole, gives the same bytes each time, and is never trusted."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from workspaces import (
    BROKEN,
    LINES,
    LIST,
    PLAIN,
    SPOKEN,
    TAGGED,
    everything,
    file_of,
    id_of,
    ids_of,
    import_lines,
    lines_of,
)

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import InsertLine
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_taking import LibraryRule
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.bundle.reading import check_bundle
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.import_report import ImportOptions
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.preview_import import preview_import
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

AWKWARD = (b"[", b"", b" \r", b"\xff", PLAIN, PLAIN, b'{"conversations":[],"messages":[{"role":"user","content":"?"}]}')
"""Lines as a workspace may hold them that a file would be read otherwise by."""
PICTURE = b"\x89PNG\r\n\x1a\nnot really"
TAKE = ImportOptions(library=LibraryRule.NEW)


@pytest.fixture
def made(tmp_path: Path) -> object:
    """Return a workspace with the dataset `tales`: notes, edited entries, and a library around it."""
    with Workspace(tmp_path / "made", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, [PLAIN], name="songs")
        avatar = workspace.keep_avatar(PICTURE)
        workspace.take_library(
            Library(
                categories=(Category(key="mood", name="Mood", place=2), Category(key="other", name="Other")),
                tags=(
                    Tag(key="inn", name="inn", category="mood", place=7),
                    Tag(key="quiet", name="quiet", category="other"),
                ),
                aliases=(Alias(kind=AliasKind.TAG, name="calm", target="quiet"),),
                characters=(
                    Character(key="mira", name="Mira", avatar=avatar.digest, card='{ "n": 1E2}'),
                    Character(key="none", name="Nobody", avatar=avatar.digest),
                ),
                prompts=(SystemPrompt(key="keep", name="Keep", text="You keep the {{place}}.", version=2),),
                versions=(PromptVersion(prompt="keep", version=1, text="Keep."),),
                avatars=(avatar,),
            ),
            rule=LibraryRule.NEW,
        )
        for line, note in ((PLAIN, "Too\ncalm? \u0641"), (BROKEN, "Mend it.")):
            workspace.run(NoteEntry(dataset="tales", entry_id=id_of(workspace, "tales", line), note=note))
        entry_id = id_of(workspace, "tales", TAGGED)
        workspace.run(EditEntryText(dataset="tales", entry_id=entry_id, text=TAGGED.decode() + " "))
        one = Selection(entry_ids=(id_of(workspace, "tales", SPOKEN),))
        workspace.run(TagEntries(dataset="tales", selection=one, add=("new",)))
        workspace.write_files()
        yield workspace


def _bundle(workspace: Workspace, path: Path, name: str = "tales") -> Path:
    path.write_bytes(b"".join(workspace.bundle(name)))
    return path


def test_a_bundle_comes_back_as_it_was(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    with Workspace(tmp_path / "fresh", write_files=False) as fresh:
        report = fresh.import_file(path, options=TAKE)
        assert everything(fresh) == {"tales": everything(made)["tales"]}
        assert b"".join(fresh.bundle("tales")) == path.read_bytes()
        fresh.write_files()
        for name in ("tales.jsonl", ".tales.rolethread.json"):
            assert (file_of(fresh, "tales").with_name(name).read_bytes()) == (
                file_of(made, "tales").with_name(name).read_bytes()
            )
        with fresh.view() as view, made.view() as before:
            assert view.avatar(before.library().characters[0].avatar).content == PICTURE
            assert [one.name for one in view.library().characters] == ["Mira"]
            assert view.library().versions == before.library().versions
            assert view.dataset_uid(view.dataset_key("tales")) == before.dataset_uid(before.dataset_key("tales"))
        assert (report.offer.notes, report.offer.notes_left, report.offer.beside.kind) == (2, 0, "bundle")
        (source,) = [fresh.source(1)]
        assert source == path.read_bytes()
        fresh.undo()
        assert everything(fresh) == {}
        fresh.import_file(path, options=TAKE)
        assert ids_of(fresh, "tales") == ids_of(made, "tales")


def test_lines_that_a_file_would_be_read_otherwise_by_keep_their_bytes(tmp_path: Path) -> None:
    with Workspace(tmp_path / "made", write_files=False) as made:
        made.run(MakeDataset(dataset="tales"))
        key = made.datasets()[0].key
        lines = [InsertLine(dataset=key, line=line, is_record=len(line) < 3) for line in AWKWARD]
        made._store.commit(lines, label="Insert", operation="{}")
        path = _bundle(made, tmp_path / "x.rolethread")
        with Workspace(tmp_path / "fresh", write_files=False) as fresh:
            fresh.import_file(path)
            assert everything(fresh) == everything(made)
            assert lines_of(fresh, "tales") == list(AWKWARD)


def test_only_own_old_names_are_resolved(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    with Workspace(tmp_path / "fresh", write_files=False) as fresh:
        fresh.take_library(
            Library(tags=(Tag(key="pub", name="pub"),), aliases=(Alias(kind=AliasKind.TAG, name="inn", target="pub"),)),
            rule=LibraryRule.NEW,
        )
        report = fresh.import_file(path)
        assert [(one.old, one.new, many) for one, many in report.renamed] == [("inn", "pub", 2)]
        assert ids_of(fresh, "tales") == ids_of(made, "tales")


def test_in_a_dataset_that_is_there_entries_get_ids_of_their_own(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    made.import_file(path, into="tales")
    ids = ids_of(made, "tales")
    assert len(set(ids)) == len(ids) == 2 * len(LINES)
    made.import_file(path, name="copy")
    assert ids_of(made, "copy") == ids[: len(LINES)]


def test_what_a_bundle_holds_and_nothing_else(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    with zipfile.ZipFile(path) as zipped:
        names = zipped.namelist()
        assert names[:3] == ["dataset.jsonl", "ids", "sidecar.json"]
        assert names[3].startswith("avatars/")
        assert names[4:] == ["manifest.json"]
        assert zipped.read("dataset.jsonl") == file_of(made, "tales").read_bytes()
        assert zipped.read("ids").decode().split() == ids_of(made, "tales")
        assert zipped.read("sidecar.json") == (file_of(made, "tales").with_name(".tales.rolethread.json").read_bytes())
        manifest = json.loads(zipped.read("manifest.json"))
    assert manifest["dataset"]["name"] == "tales"
    assert [one["name"] for one in manifest["files"]] == names[:4]
    assert b"Other" not in path.read_bytes()
    report = check_bundle(path)
    assert (report.manifest.entries, report.manifest.records) == (7, 2)
    preview = preview_import(path)
    assert (preview.dataset, preview.entries, preview.records) == ("tales", 7, 2)


def test_a_large_dataset_is_streamed(tmp_path: Path) -> None:
    lines = [b'{"messages":[{"role":"user","content":"%d"}]}' % number for number in range(5000)]
    with Workspace(tmp_path / "made", write_files=False) as made:
        import_lines(made, lines, name="many")
        seen: list[int] = []
        chunks = list(made.bundle("many", progress=seen.append))
        assert len(chunks) > 10
        assert seen == sorted(seen)
        path = tmp_path / "many.rolethread"
        path.write_bytes(b"".join(chunks))
        with Workspace(tmp_path / "fresh", write_files=False) as fresh:
            fresh.import_file(path, name="other")
            assert everything(fresh)["other"] == everything(made)["many"]


def test_no_flipped_byte_changes_what_is_read(tmp_path: Path) -> None:
    """Every byte is flipped: the bundle is refused, with the name of a file where one is meant, or reads the same."""
    with Workspace(tmp_path / "made", write_files=False) as made:
        import_lines(made, [PLAIN, LIST], name="tales")
        whole = b"".join(made.bundle("tales"))
    path = tmp_path / "flipped.rolethread"
    path.write_bytes(whole)
    report = check_bundle(path)
    refused = read_the_same = 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            found = check_bundle(path)
        except UnreadableInput as error:
            refused += error.where.startswith(str(path))
        else:
            assert found == report
            read_the_same += 1
    assert refused + read_the_same == len(whole)
    assert refused > len(whole) // 2


def test_a_flipped_byte_in_a_file_is_named(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    content = path.read_bytes()
    for name in ("dataset.jsonl", "ids", "sidecar.json"):
        with zipfile.ZipFile(path) as zipped:
            place = zipped.getinfo(name).header_offset + 30 + len(name) + 20 + 5
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(UnreadableInput) as caught:
            check_bundle(path)
        assert caught.value.where.endswith(f":{name}")
        path.write_bytes(content)


def _packed(files: dict[str, bytes], *, more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in (*files.items(), *more):
            zipped.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def files(made: Workspace) -> dict[str, bytes]:
    """Return the files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(b"".join(made.bundle("tales")))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_a_bundle_that_somebody_packed_again_is_still_one(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "again.rolethread"
    path.write_bytes(_packed(dict(reversed(files.items()))))
    assert check_bundle(path).manifest.dataset == "tales"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ((("../evil", b""),), "", "no name of a file in a bundle"),
        ((("/etc/evil", b""),), "", "no name of a file in a bundle"),
        ((("a\\b", b""),), "", "no name of a file in a bundle"),
        ((("c:evil", b""),), "", "no name of a file in a bundle"),
        ((("ids", b""),), ":ids", "it is there twice"),
        ((("more.txt", b""),), ":more.txt", "the manifest does not list it"),
        ((("zeros", b"\0" * (1 << 27)),), ":zeros", "it would grow to 134,217,728 bytes"),
    ],
)
def test_what_no_bundle_holds_is_refused(
    files: dict[str, bytes], tmp_path: Path, more: tuple[tuple[str, bytes], ...], where: str, words: str
) -> None:
    path = tmp_path / "odd.rolethread"
    path.write_bytes(_packed(files, more=more))
    with pytest.raises(UnreadableInput, match=words) as caught:
        check_bundle(path)
    assert caught.value.where == f"{path}{where}"
    assert caught.value.advice


@pytest.mark.parametrize("missing", ["dataset.jsonl", "ids", "sidecar.json", "manifest.json"])
def test_what_is_missing_is_named(files: dict[str, bytes], tmp_path: Path, missing: str) -> None:
    del files[missing]
    path = tmp_path / "less.rolethread"
    path.write_bytes(_packed(files))
    with pytest.raises(UnreadableInput) as caught:
        check_bundle(path)
    assert missing in str(caught.value)


def _manifest(packed: dict[str, bytes], members: dict[str, object]) -> bytes:
    return json.dumps({**json.loads(packed["manifest.json"]), **members}).encode()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"rolethread_bundle": 2}, "newer RoleThread"),
        ({"files": []}, "does not list dataset.jsonl"),
        ({"dataset": {"name": "x", "id": "00" * 16, "entries": 8, "records": 2}}, "another number of lines"),
        ({"dataset": {"name": "x", "id": "zz" * 16, "entries": 7, "records": 2}}, "hexadecimal"),
        ({"dataset": []}, "not an object"),
    ],
)
def test_a_manifest_that_lies_is_refused(
    files: dict[str, bytes], tmp_path: Path, members: dict[str, object], words: str
) -> None:
    path = tmp_path / "lies.rolethread"
    path.write_bytes(_packed({**files, "manifest.json": _manifest(files, members)}))
    with pytest.raises(UnreadableInput, match=words):
        check_bundle(path)


def test_an_encrypted_bundle_is_refused(made: Workspace, tmp_path: Path) -> None:
    path = _bundle(made, tmp_path / "tales.rolethread")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableInput, match="it is encrypted"):
        check_bundle(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 60, b"no zip at all"])
def test_what_is_no_bundle_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.rolethread"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput):
        check_bundle(path)
    with pytest.raises(UnreadableInput):
        check_bundle(tmp_path / "missing.rolethread")


def test_nothing_stays_of_a_bundle_that_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    ids = files["ids"].splitlines()
    repeated = b"\n".join([ids[0], *ids[:-1], b""])
    manifest = json.loads(files["manifest.json"])
    path = tmp_path / "twice.rolethread"
    for one in manifest["files"]:
        if one["name"] == "ids":
            one["sha256"] = hashlib.sha256(repeated).hexdigest()
    path.write_bytes(_packed({**files, "ids": repeated, "manifest.json": json.dumps(manifest).encode()}))
    with Workspace(tmp_path / "fresh", write_files=False) as fresh:
        with pytest.raises(UnreadableInput, match="two lines have the same id"):
            fresh.import_file(path)
        assert (fresh.datasets(), fresh.history()) == ((), [])
