"""Real files by other programs: every one is read to its end, and nothing that stands in it is lost."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from rolethread_lite.formats import all_formats, get_format
from rolethread_lite.formats.lines import ReadLine, read_line, read_stored
from rolethread_lite.formats.opening import open_source
from rolethread_lite.formats.rolethread_1 import find_sidecar, read_sidecar, with_speakers
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue, decode, split_members
from rolethread_lite.model.record import Record

pytestmark = pytest.mark.samples

LEAST_FILES = 60
OWN_WORDS = frozenset(("human", "gpt", "user", "assistant", ""))
"""Words of a format that become roles, and the empty text, which says nothing."""
EXPECTED = {
    "alpaca/axolotl_alpaca.json": ("alpaca", 2, 0),
    "alpaca/gpteacher_roleplay_first300.json": ("alpaca", 300, 0),
    "messages/functionary_vision.json": ("messages", None, 0),
    "messages/lf_reason_tool_use_50.jsonl": ("messages", 50, 0),
    "messages/lf_v1_multimodal.jsonl": ("messages", None, 0),
    "messages/tgw_example_messages.json": ("messages", None, 0),
    "preference/lf_kto_en_first60.json": ("messages", 60, 0),
    "roleplay-other/characterllm_newton_first20.jsonl": (None, 0, 20),
    "rolethread-1.0/harbor_lights/harbor_lights.jsonl": ("messages", 5, 0),
    "rolethread-1.0/line_separator_probe/probe.jsonl": ("messages", 1, 0),
    "sharegpt/axolotl_conversation.json": ("sharegpt", 1, 0),
    "sharegpt/axolotl_conversation_missingturns.json": ("sharegpt", 1, 0),
    "sharegpt/fastchat_dummy_conversation.json": ("sharegpt", 500, 0),
    "sharegpt/lf_glaive_toolcall_first80.json": ("sharegpt", 80, 0),
    "sharegpt/medicalgpt_sft_zh_first120.jsonl": ("sharegpt", 120, 0),
    "sharegpt/rpbench_character_selected18.jsonl": (None, 0, 18),
    "spec-built/pippa_rows.jsonl": (None, 0, None),
}
"""File → the one format of its entries, how many there are, and how many records; None for any number."""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".jsonl"))


def _read(path: Path) -> list[ReadLine]:
    with open_source(path) as source:
        return [read_line(line.raw) for line in source.lines()]


def _values(path: Path) -> list[JsonValue]:
    """Return the values of a file, read with nothing but the standard library."""
    text = path.read_text("utf-8-sig")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in re.split(r"\r?\n", text) if line.strip()]
    return whole if isinstance(whole, list) else [whole]


def _scalars(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _scalars(member)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif isinstance(value, str):
        yield value
    elif value is not None:
        yield repr(value)


def _missing(before: JsonValue, after: JsonValue) -> list[str]:
    """Return the texts and numbers of `before` that stand nowhere in `after`, not even inside a longer text."""
    left = Counter(_scalars(after))
    texts = "\0".join(left)
    return [scalar for scalar in Counter(_scalars(before)) - left if scalar not in OWN_WORDS and scalar not in texts]


def test_the_walk_finds_the_samples(samples_folder: Path) -> None:
    assert len(_files(samples_folder)) >= LEAST_FILES


def test_every_row_is_kept_with_all_it_holds(samples_folder: Path) -> None:
    for path in _files(samples_folder):
        values, lines = _values(path), _read(path)
        assert len(values) == len(lines), path
        for place, (value, line) in enumerate(zip(values, lines, strict=True)):
            if isinstance(line.item, Record):
                assert decode(line.line) == value, (path, place)
                assert line.item.detail
            else:
                assert _missing(value, decode(line.line)) == [], (path, place)
                assert read_stored(line.line) == line.item, (path, place)


def test_an_unedited_entry_is_written_as_it_came(samples_folder: Path) -> None:
    seen = Counter[str]()
    for path in _files(samples_folder):
        for value, line in zip(_values(path), _read(path), strict=True):
            if isinstance(line.item, Entry):
                assert decode(get_format(line.format).write(line.item)) == value, path
                seen[line.format] += 1
    assert min(seen[name] for name in ("messages", "sharegpt", "alpaca")) > 0


def test_an_entry_survives_every_format_or_the_loss_is_named(samples_folder: Path) -> None:
    for path in _files(samples_folder):
        for line in _read(path)[:40]:
            if isinstance(line.item, Entry):
                for form in all_formats():
                    again = form.read(split_members(form.write(line.item)))
                    assert (again == line.item) == (not list(form.losses(line.item))), (path, form.name)


@pytest.mark.parametrize("name", EXPECTED)
def test_files_are_recognised(samples_folder: Path, name: str) -> None:
    form, entries, records = EXPECTED[name]
    lines = _read(samples_folder / name)
    found = Counter(line.format for line in lines)
    assert set(found) - {""} == ({form} if form else set())
    assert entries in (None, len(lines) - found[""])
    assert records in (None, found[""])


def test_sidecars_give_speakers(samples_folder: Path) -> None:
    speakers = Counter[str]()
    for path in _files(samples_folder / "rolethread-1.0"):
        sidecar_path = find_sidecar(path)
        if sidecar_path is None:
            continue
        sidecar = read_sidecar(sidecar_path)
        for line in _read(path):
            assert isinstance(line.item, Entry)
            spoken = with_speakers(line.item, sidecar)
            assert [message.text for message in spoken.messages] == [message.text for message in line.item.messages]
            speakers.update(message.speaker for message in spoken.messages if message.speaker)
    assert {"Mira Vale", "Mira", "Captain Orsk"} <= set(speakers)
