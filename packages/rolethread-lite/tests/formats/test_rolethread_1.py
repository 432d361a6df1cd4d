"""The sidecar of RoleThread 1.0: found, read, refused, and used to say who speaks."""

import json
import pickle
from pathlib import Path

import pytest

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats import messages
from rolethread_lite.formats.rolethread_1 import (
    Sidecar,
    SidecarAlias,
    SidecarCategory,
    find_sidecar,
    is_placeholder_prompt,
    read_sidecar,
    with_speakers,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, JsonValue, split_members

ENTRY_ID = "0b7a7a52-6d0e-4a57-8d43-6c2d5a1f0001"
SIDECAR: dict[str, JsonValue] = {
    "metadata": {"schema_version": 1, "kind": "rolethread.tag_registry", "later": True},
    "dataset": {"dataset_uuid": "d-1", "filename": "harbor.jsonl"},
    "categories": [{"slug": "places", "name": "Places", "sort_order": 0}],
    "tags": [{"slug": "pier", "name": "Pier", "category_slug": "places"}, {"slug": "odd", "name": "Odd"}],
    "aliases": [{"old_slug": "quay", "new_slug": "pier", "action": "rename", "metadata": {}}],
    "characters": [{"slug": "mira", "display_name": "Mira Vale", "description": None}],
    "entry_character_mappings": [
        {
            "entry_uuid": ENTRY_ID,
            "turns": [
                {"turn_index": 2, "character_slug": "mira", "training_role": "assistant", "source_role_label": "M."},
                {"turn_index": 4, "character_slug": "gone", "training_role": "assistant"},
                {"turn_index": 9, "character_slug": "mira", "training_role": "user"},
            ],
        }
    ],
    "system_prompts": [{"slug": "night", "name": "Night", "content": "It is night."}],
}


def _write(folder: Path, value: JsonValue = None) -> Path:
    path = folder / "harbor.registry.json"
    path.write_text(json.dumps(SIDECAR if value is None else value), encoding="utf-8")
    return path


def _with(path: str, value: JsonValue) -> JsonValue:
    """Return the sidecar with one value replaced, `characters.0.slug`, or left out where it is None."""
    whole = json.loads(json.dumps(SIDECAR))
    inner = whole
    *steps, last = path.split(".")
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    if value is None:
        del inner[last]
    else:
        inner[int(last) if last.isdigit() else last] = value
    return whole


def _entry(roles: str = "system user assistant user assistant", entry_id: str = ENTRY_ID) -> Entry:
    turns = [{"role": role, "content": "…"} for role in roles.split()]
    row = {"messages": turns, "_rolethread": {"entry_uuid": entry_id, "dataset_uuid": "d-1"}}
    return messages.read(split_members(json.dumps(row).encode()))


def test_it_stands_beside_the_dataset(tmp_path: Path) -> None:
    sidecar = _write(tmp_path)
    assert find_sidecar(tmp_path / "harbor.jsonl") == sidecar
    assert find_sidecar(tmp_path / "harbor.jsonl.gz") == sidecar
    assert find_sidecar(tmp_path / "other.jsonl") is None
    assert find_sidecar(sidecar) is None
    (tmp_path / "folder.registry.json").mkdir()
    assert find_sidecar(tmp_path / "folder.jsonl") is None


def test_it_says_everything_it_knows(tmp_path: Path) -> None:
    sidecar = read_sidecar(_write(tmp_path))
    assert (sidecar.dataset, sidecar.filename) == ("d-1", "harbor.jsonl")
    assert sidecar.categories == (SidecarCategory(slug="places", name="Places"),)
    assert [(tag.slug, tag.category, tag.status) for tag in sidecar.tags] == [
        ("pier", "places", "active"),
        ("odd", None, "active"),
    ]
    assert sidecar.aliases == (SidecarAlias(old="quay", new="pier", action="rename"),)
    assert [(who.slug, who.name, who.description) for who in sidecar.characters] == [("mira", "Mira Vale", "")]
    assert [(turn.place, turn.role, turn.label) for turn in sidecar.turns[ENTRY_ID]] == [
        (2, "assistant", "M."),
        (4, "assistant", None),
        (9, "user", None),
    ]
    assert [(prompt.name, prompt.content) for prompt in sidecar.prompts] == [("Night", "It is night.")]


def test_it_crosses_processes(tmp_path: Path) -> None:
    sidecar = read_sidecar(_write(tmp_path))
    assert pickle.loads(pickle.dumps(sidecar)) == sidecar  # noqa: S301 - our own bytes


def test_all_lists_may_be_missing(tmp_path: Path) -> None:
    bare = {key: SIDECAR[key] for key in ("metadata", "dataset")}
    sidecar = read_sidecar(_write(tmp_path, bare))
    assert sidecar.tags == sidecar.characters == sidecar.prompts == ()
    assert with_speakers(_entry(), sidecar) == _entry()


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("metadata.kind", "rolethread.other", "metadata.kind is 'rolethread.other'"),
        ("metadata.schema_version", 2, "metadata.schema_version is 2"),
        ("metadata.schema_version", "1", "metadata.schema_version is not a whole number"),
        ("metadata", None, "metadata is not an object"),
        ("dataset.dataset_uuid", None, "dataset.dataset_uuid is missing or empty"),
        ("tags", {}, "tags is not a list"),
        ("tags.1", "odd", "tags[1] is not an object"),
        ("tags.1.slug", "", "tags[1].slug is missing or empty"),
        ("characters.0.display_name", 5, "characters[0].display_name is not a text"),
        ("entry_character_mappings.0.turns.1.turn_index", True, "turns[1].turn_index is not a whole number"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, path: str, value: JsonValue, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_sidecar(_write(tmp_path, _with(path, value)))
    assert reason in caught.value.what
    assert caught.value.where.endswith("harbor.registry.json")
    assert caught.value.advice


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_broken_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "harbor.registry.json"
    path.write_bytes(raw)
    with pytest.raises(UnreadableInput):
        read_sidecar(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        read_sidecar(tmp_path / "none.registry.json")


@pytest.fixture
def sidecar(tmp_path: Path) -> Sidecar:
    return read_sidecar(_write(tmp_path))


def test_speakers_are_set_by_place_with_system_messages_counted(sidecar: Sidecar) -> None:
    spoken = with_speakers(_entry(), sidecar)
    assert [message.speaker for message in spoken.messages] == [None, None, "Mira Vale", None, None]


def test_a_speaker_that_is_set_stays(sidecar: Sidecar) -> None:
    row = b'{"messages":[{"role":"system","content":""},{"role":"user","content":""},'
    row += b'{"role":"assistant","content":"","name":"Tobin"}],"_rolethread":{"entry_uuid":"%b"}}' % ENTRY_ID.encode()
    spoken = with_speakers(messages.read(split_members(row)), sidecar)
    assert spoken.messages[2].speaker == "Tobin"


def test_turns_that_moved_are_left_alone(sidecar: Sidecar) -> None:
    moved = _entry("user assistant user assistant")
    assert with_speakers(moved, sidecar) == moved


def test_other_entries_are_left_alone(sidecar: Sidecar) -> None:
    other = _entry(entry_id="another")
    assert with_speakers(other, sidecar) == other
    for raw in (b"3", b"{}", b'{"entry_uuid":4}', b"[[["):
        odd = Entry(messages=other.messages, extra=(("_rolethread", JsonText(raw)),))
        assert with_speakers(odd, sidecar) == odd


def test_only_the_placeholder_is_the_placeholder() -> None:
    assert not is_placeholder_prompt("")
    assert not is_placeholder_prompt("You are a helpful assistant.")
    assert not is_placeholder_prompt("\ud83d")
