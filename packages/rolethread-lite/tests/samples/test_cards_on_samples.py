"""Real cards by other programs: every one is read, and its text is the one that stands in the file."""

import base64
import json
import struct
import zipfile
from pathlib import Path

import pytest

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.cards.card import CardSpec
from rolethread_lite.formats.cards.reading import read_card, read_card_file

pytestmark = pytest.mark.samples

CARDS = {
    "character-card-json/tavernkit_ccv3_st_export_like.json": ("V3", "Diana", "Princess D"),
    "character-card-json/tavernkit_full_v3_card.json": ("V3", "Nova", "Captain Nova"),
    "character-card-json/tavernkit_minimal_v2.json": ("V2", "Test Character V2", ""),
    "character-card-json/tavernkit_minimal_v3.json": ("V3", "Test Character V3", "TestBot"),
    "character-card-json/tavernkit_with_lorebook.json": ("V3", "Character with Lorebook", ""),
    "character-card-png/CodingSensei_v2.png": ("V2", "Coding Sensei", ""),
    "character-card-png/FluxTheCat_v2.png": ("V2", "Flux the Cat", ""),
    "character-card-png/Inkpot_v2.png": ("V2", "Inkpot", ""),
    "character-card-png/Shodan_v2.png": ("V2", "Shodan", ""),
    "character-card-png/Valka_v2_novelai_style.png": ("V2", "Valka", ""),
    "character-card-png/tavernkit_test_character_chara+ccv3.png": ("V3", "Test Character", "TestChar"),
    "charx/tavernkit_test_character.charx": ("V3", "Test Character", "TestChar"),
    "sillytavern-written/st-1.19.0_export_Skynet.json": ("V3", "Skynet", ""),
    "sillytavern-written/st-1.19.0_export_Skynet_chara+ccv3.png": ("V3", "Skynet", ""),
}
LACKING = {"tavernkit_with_lorebook.json", "st-1.19.0_export_Skynet.json", "st-1.19.0_export_Skynet_chara+ccv3.png"}
"""Cards that call themselves V3 and lack what V3 asks for."""
FIELDS = {
    "name": "name",
    "nickname": "nickname",
    "description": "description",
    "personality": "personality",
    "scenario": "scenario",
    "first_message": "first_mes",
    "example_dialogue": "mes_example",
    "system_prompt": "system_prompt",
    "post_history_instructions": "post_history_instructions",
    "creator": "creator",
    "creator_notes": "creator_notes",
}


def _text_in(path: Path) -> bytes:
    """Return the card's text, read with nothing but the standard library."""
    if path.suffix == ".charx":
        with zipfile.ZipFile(path) as archive:
            return archive.read("card.json")
    return _text_in_png(path.read_bytes()) if path.suffix == ".png" else path.read_bytes()


def _text_in_png(content: bytes) -> bytes:
    found: dict[bytes, bytes] = {}
    at = 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        keyword, _, text = content[at + 8 : at + 8 + length].partition(b"\0")
        if kind == b"tEXt":
            found[keyword] = text
        at += 12 + length
    return base64.b64decode(found.get(b"ccv3") or found[b"chara"])


@pytest.mark.parametrize("name", CARDS)
def test_a_real_card_is_read_whole(name: str, samples_folder: Path) -> None:
    path = samples_folder / name
    card = read_card_file(path)
    text = _text_in(path)
    inner = json.loads(text)["data"]
    assert card.raw.encode() == text
    assert (card.spec, card.name, card.nickname) == (CardSpec(CARDS[name][0]), *CARDS[name][1:])
    assert {field: getattr(card, field) for field in FIELDS} == {
        field: inner.get(key) or "" for field, key in FIELDS.items()
    }
    assert list(card.alternate_greetings) == inner.get("alternate_greetings", [])
    assert list(card.tags) == inner["tags"]
    assert card.has_lorebook is bool(inner.get("character_book"))
    assert [one for one in card.warnings if "group_only_greetings" not in one] == []
    assert bool(card.warnings) is (path.name in LACKING)


@pytest.mark.parametrize("name", CARDS)
def test_its_picture_comes_with_it(name: str, samples_folder: Path) -> None:
    path = samples_folder / name
    picture = read_card_file(path).picture
    if path.suffix == ".png":
        assert picture == path.read_bytes()
    elif path.suffix == ".charx":
        with zipfile.ZipFile(path) as archive:
            assert picture == archive.read("assets/main.png")
    else:
        assert picture == b""


def test_every_card_there_is_was_read(samples_folder: Path) -> None:
    folders = ("character-card-json", "character-card-png", "charx")
    there = {f"{folder}/{path.name}" for folder in folders for path in (samples_folder / folder).iterdir()}
    assert there == {name for name in CARDS if not name.startswith("sillytavern-written")}


@pytest.mark.parametrize("name", [name for name in CARDS if not name.endswith(".json")])
def test_a_real_card_that_was_cut_is_read_or_refused(name: str, samples_folder: Path) -> None:
    content = (samples_folder / name).read_bytes()
    step = max(len(content) // 200, 1)
    refused = 0
    for end in range(0, len(content), step):
        try:
            read_card(content[:end], name=name)
        except UnreadableInput as fault:
            refused += bool(fault.advice)
    assert refused > 0


def test_other_files_are_refused_in_words(samples_folder: Path) -> None:
    others = [path for path in sorted(samples_folder.rglob("*.json")) if "character-card" not in str(path)]
    refused = 0
    for path in others:
        try:
            read_card_file(path)
        except UnreadableInput:
            refused += 1
    cards = sum(name.startswith("sillytavern-written") and name.endswith(".json") for name in CARDS)
    assert refused == len(others) - cards > 20
