"""The sidecar of RoleThread 1.0: found, read, refused, and used to say who speaks."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats import messages
from rolethread_lite.formats.rolethread_1 import Sidecar, find_sidecar, read_sidecar, with_speakers
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, JsonValue, split_members
from rolethread_lite.model.library import Library
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag

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
    library = sidecar.library
    assert (sidecar.dataset, sidecar.filename) == ("d-1", "harbor.jsonl")
    assert library.categories == (Category(key="places", name="Places"),)
    assert library.tags == (Tag(key="pier", name="pier", category="places"), Tag(key="odd", name="odd"))
    assert library.aliases == (
        Alias(kind=AliasKind.CHARACTER, name="M.", target="mira"),
        Alias(kind=AliasKind.TAG, name="quay", target="pier"),
    )
    assert library.characters == (Character(key="mira", name="Mira Vale"),)
    assert library.prompts == (SystemPrompt(key="night", name="Night", text="It is night."),)
    assert [(turn.place, turn.role, turn.label) for turn in sidecar.turns[ENTRY_ID]] == [
        (2, "assistant", "M."),
        (4, "assistant", None),
        (9, "user", None),
    ]
    assert sidecar.left_out == ("the character 'gone', which is not listed and now speaks as 'Gone'",)


def test_it_crosses_processes(tmp_path: Path) -> None:
    sidecar = read_sidecar(_write(tmp_path))
    assert pickle.loads(pickle.dumps(sidecar)) == sidecar  # noqa: S301 - our own bytes


def test_all_lists_may_be_missing(tmp_path: Path) -> None:
    bare = {key: SIDECAR[key] for key in ("metadata", "dataset")}
    sidecar = read_sidecar(_write(tmp_path, bare))
    assert sidecar.library == Library()
    assert sidecar.left_out == ()
    assert with_speakers(_entry(), sidecar) == _entry()


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("metadata.kind", "rolethread.other", "metadata.kind is 'rolethread.other'"),
        ("metadata.schema_version", 2, "metadata.schema_version is 2"),
        ("metadata.schema_version", "1", "metadata.schema_version is not a whole number"),
        ("metadata", None, "metadata is not an object"),
    ],
)
def test_what_is_no_sidecar_is_refused(tmp_path: Path, path: str, value: JsonValue, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_sidecar(_write(tmp_path, _with(path, value)))
    assert reason in caught.value.what
    assert caught.value.where.endswith("harbor.registry.json")
    assert caught.value.advice


@pytest.mark.parametrize(
    ("path", "value", "reason", "left"),
    [
        ("dataset.dataset_uuid", None, "dataset.dataset_uuid is missing or empty", (1, 2, 1, 3, 1)),
        ("tags", {}, "tags is not a list", (1, 0, 1, 3, 1)),
        ("tags.1", "odd", "tags[1] is not an object", (1, 1, 1, 3, 1)),
        ("tags.1.slug", "", "tags[1].slug is missing or empty", (1, 1, 1, 3, 1)),
        ("characters.0.display_name", 5, "characters[0].display_name is not a text", (1, 2, 0, 3, 1)),
        (
            "entry_character_mappings.0.turns.1.turn_index",
            True,
            "entry_character_mappings[0].turns[1].turn_index is not a whole number",
            (1, 2, 1, 2, 1),
        ),
        ("entry_character_mappings.0.entry_uuid", "", "entry_character_mappings[0].entry_uuid", (1, 2, 1, 0, 1)),
        ("system_prompts.0.content", None, "system_prompts[0].content is missing or empty", (1, 2, 1, 3, 0)),
        ("aliases.0.new_slug", None, "aliases[0].new_slug is missing or empty", (1, 2, 1, 3, 1)),
        ("aliases.0.new_slug", "lost", "the alias 'quay', which leads to no tag", (1, 2, 1, 3, 1)),
        ("tags.1.slug", "pier", "a second tag with the slug 'pier'", (1, 1, 1, 3, 1)),
        ("tags.0.category_slug", "none", "the category 'none' of the tag 'pier', which is not listed", (1, 2, 1, 3, 1)),
    ],
)
def test_one_damaged_item_is_named_and_the_rest_is_used(
    tmp_path: Path, path: str, value: JsonValue, reason: str, left: tuple[int, ...]
) -> None:
    sidecar = read_sidecar(_write(tmp_path, _with(path, value)))
    library = sidecar.library
    assert [found for found in sidecar.left_out if found.startswith(reason)] != []
    kept = (library.categories, library.tags, library.characters, sidecar.turns.get(ENTRY_ID, ()), library.prompts)
    assert tuple(map(len, kept)) == left


PATHS = [
    f"{path}{tail}"
    for path, value in SIDECAR.items()
    for tail in ("", ".0", *(f".0.{key}" for key in (value[0] if isinstance(value, list) else ())))
    if not (tail and isinstance(value, dict))
] + [f"dataset.{key}" for key in SIDECAR["dataset"]]
ODD_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | st.just("pier"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["slug", "name", ""]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD_VALUES), max_size=4))
def test_whatever_stands_in_it_what_is_used_fits_together(
    tmp_path_factory: pytest.TempPathFactory, odd: list[tuple[str, JsonValue]]
) -> None:
    whole = json.loads(json.dumps(SIDECAR))
    for path, value in odd:
        _set(whole, path.split("."), value)
    try:
        sidecar = read_sidecar(_write(tmp_path_factory.mktemp("odd"), whole))
    except UnreadableInput:
        assert any(path == "metadata" for path, _ in odd)
        return
    library = sidecar.library
    for items in (library.categories, library.tags, library.characters, library.prompts):
        assert len({item.key for item in items}) == len({item.name for item in items}) == len(items)
    targets = {item.key for item in (*library.tags, *library.characters)}
    assert {alias.target for alias in library.aliases} <= targets
    assert {tag.category for tag in library.tags} <= {"", *(category.key for category in library.categories)}
    assert {turn.character for turns in sidecar.turns.values() for turn in turns} <= sidecar.names.keys()


def _set(whole: JsonValue, steps: list[str], value: JsonValue) -> None:
    """Put a value where the path leads, unless something before it was replaced already."""
    step, *others = steps
    if isinstance(whole, list) and step.isdigit() and int(step) < len(whole):
        key: int | str = int(step)
    elif isinstance(whole, dict) and step in whole:
        key = step
    else:
        return
    if others:
        _set(whole[key], others, value)
    else:
        whole[key] = value


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
    assert [message.speaker for message in spoken.messages] == [None, None, "Mira Vale", None, "Gone"]


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
