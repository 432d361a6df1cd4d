"""What is written for RoleThread 1.0: slugs, stamps, turns it can open, and the losses that are named first."""

import json
import re

import pytest
from anchor import UUID, assert_native, open_dataset, slug
from hypothesis import given
from hypothesis import strategies as st
from strategies import entries, texts

from rolethread_lite.formats import messages
from rolethread_lite.formats.rolethread_1_writing import (
    Stamp,
    as_uuid,
    derived_uuid,
    name_losses,
    reusable_uuid,
    slugs_for,
    write_line,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, split_members
from rolethread_lite.model.message import Message

STAMP = Stamp(entry="0b7a7a52-6d0e-4a57-8d43-6c2d5a1f0001", dataset="0b7a7a52-6d0e-4a57-8d43-6c2d5a1f0002")
KEPT = "(they stay in the file, unseen)"


def _entry(text: str) -> Entry:
    return messages.read(split_members(text.encode()))


def _turn(members: str) -> Entry:
    return _entry('{"messages":[{' + members + "}]}")


def _stamped(stamp: str) -> Entry:
    return _entry(f'{{"messages":[],"_rolethread":{stamp}}}')


def _written(entry: Entry, tags: dict[str, str] | None = None) -> dict:
    (found,) = open_dataset(write_line(entry, tags=tags or {}, stamp=STAMP))
    return found


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["calm", "storm_season"], {"calm": "calm", "storm_season": "storm_season"}),
        (["Storm Season"], {"Storm Season": "storm_season"}),
        (["C++", "C#", "c"], {"c": "c", "C#": "c_2", "C++": "c_3"}),
        (["Calm", "calm", "CALM "], {"calm": "calm", "CALM ": "calm_2", "Calm": "calm_3"}),
        (["calm!", "calm?", "calm_2"], {"calm_2": "calm_2", "calm!": "calm", "calm?": "calm_3"}),
        (["Été"], {"Été": "ete"}),
        (["straße"], {"straße": "strasse"}),
        (["x²"], {"x²": "x2"}),
    ],
)
def test_every_name_gets_a_slug_of_its_own(names: list[str], slugs: dict[str, str]) -> None:
    found = slugs_for(names, word="tag")
    assert found == slugs
    assert slugs_for(reversed(names), word="tag") == found


def test_a_name_without_a_letter_from_a_to_z_gets_digits_that_stay_the_same() -> None:
    names = ["漢字", "مرحبا", "🌊", " ", "\ud800"]
    found = slugs_for(names, word="tag")
    assert all(re.fullmatch("tag_[0-9a-f]{8}", one) for one in found.values())
    assert {name: slugs_for([name], word="tag")[name] for name in names} == found


@given(st.lists(texts(lone_surrogates=True)))
def test_slugs_are_normal_forms_and_no_two_are_the_same(names: list[str]) -> None:
    found = slugs_for(names, word="character")
    assert found.keys() == set(names)
    assert len(set(found.values())) == len(found)
    assert all(value and slug(value) == value for value in found.values())
    assert all(found[name] == name for name in names if slug(name) == name != "")


@given(st.binary(min_size=16, max_size=16))
def test_an_id_becomes_a_uuid(uid: bytes) -> None:
    assert UUID.fullmatch(as_uuid(uid.hex()))


def test_uuids_follow_from_their_sources() -> None:
    assert derived_uuid("a", "b") == derived_uuid("a", "b") != derived_uuid("ab")
    assert UUID.fullmatch(derived_uuid())


def test_a_uuid_is_used_again_unless_another_entry_has_it() -> None:
    entry = _stamped(f'{{"entry_uuid":"{STAMP.entry}"}}')
    assert reusable_uuid(entry, taken=set(), entry_id="0" * 32) == STAMP.entry
    assert UUID.fullmatch(reusable_uuid(entry, taken={STAMP.entry}, entry_id="0" * 32))
    for stamp in ("3", "{}", '{"entry_uuid":""}', '{"entry_uuid":7}', '{"entry_uuid":" "}'):
        odd = _stamped(stamp)
        assert UUID.fullmatch(reusable_uuid(odd, taken=set(), entry_id="0" * 32))


def test_an_entry_keeps_its_members_and_their_order() -> None:
    row = (
        '{"rating":4,"_rolethread":{"version":"0.9","mood":1},"messages":[{"role":"user","mood":"shy","name":"Mira",'
        '"content":"Hm."},{"role":"assistant","content":"Oh.","weight":0,"alternatives":["Ah."]}],"source":1E2}'
    )
    line = write_line(_entry(row), tags={}, stamp=STAMP)
    assert line.decode() == (
        '{"rating":4,"_rolethread":{"version":"1.0.0","native":true,"validated_at":"2000-01-01T00:00:00Z",'
        '"entry_uuid":"0b7a7a52-6d0e-4a57-8d43-6c2d5a1f0001","dataset_uuid":"0b7a7a52-6d0e-4a57-8d43-6c2d5a1f0002"},'
        '"messages":[{"role":"user","mood":"shy","content":"Hm."},{"role":"assistant","content":"Oh.","weight":0,'
        '"alternatives":["Ah."]}],"source":1E2,"tags":[]}'
    )
    assert_native([_written(_entry(row))])


def test_tags_are_written_as_slugs_none_twice() -> None:
    entry = _entry('{"tags":["Été","ete","calm","Été"],"messages":[]}')
    assert _written(entry, {"Été": "ete", "ete": "ete", "calm": "calm"})["tags"] == ["ete", "calm"]


@pytest.mark.parametrize(
    ("members", "content"),
    [
        ('"role":"user","content":"a\\nb"', "a\nb"),
        ('"role":"user","content":null', ""),
        ('"role":"assistant","tool_calls":[]', ""),
        (
            '"role":"user","content":[{"type":"text","text":"One"},{"type":"image_url"},{"type":"text","text":"Two"}]',
            "One\nTwo",
        ),
        ('"role":"user","content":[1,2]', "[1,2]"),
        ('"role":"user","content":{"a":1}', '{"a":1}'),
        ('"role":"user","content":7', "7"),
        (
            '"role":"user","content":"line\\u2028separator and \u0085 and \u2029"',
            "line\u2028separator and \u0085 and \u2029",
        ),
        ('"role":"user","content":"half \\ud83d"', "half \ufffd"),
        ('"role":"user","content":"first","content":[1]', "first"),
    ],
)
def test_every_content_is_a_text_it_can_open(members: str, content: str) -> None:
    assert _written(_turn(members))["messages"][0]["content"] == content


@pytest.mark.parametrize(
    ("entry", "losses"),
    [
        (_turn('"role":"user","content":"Hm."'), []),
        (_turn('"role":"user","content":"Hm.","name":"Mira","mood":"shy"'), []),
        (Entry(messages=(), note="look again"), ["note"]),
        (_entry('{"messages":[],"conversations":[]}'), ["the member 'conversations'"]),
        (_turn('"role":"user","content":null'), ["content that is not plain text"]),
        (_turn('"role":"user","content":[]'), ["content that is not plain text"]),
        (_turn('"role":"user","content":"a","alternatives":["b"]'), ["alternatives " + KEPT]),
        (_turn('"role":"user","content":"a","train":false'), ["training marks " + KEPT]),
        (_turn('"role":"user","content":"a","thinking":"b"'), ["reasoning (it stays in the file, unseen)"]),
        (_turn('"role":"user","content":" a"'), ["spaces around texts (taken away when it opens the file)"]),
        (_turn('"role":"tool","content":"a"'), ["roles it does not know (they stay in the file)"]),
        (
            _turn('"role":"user","content":"a\u2028b"'),
            ["line separators in texts (escaped; lost when it saves the file)"],
        ),
        (_turn('"role":"user","content":"a","p":NaN'), ["characters and numbers that JSON does not have"]),
        (
            _turn('"role":"","content":"a","name":"Mira"'),
            ["speakers of turns without a role", "roles it does not know (they stay in the file)"],
        ),
    ],
)
def test_losses_are_named(entry: Entry, losses: list[str]) -> None:
    assert list(name_losses(entry)) == losses


@given(entries())
def test_whatever_an_entry_holds_it_can_be_opened(entry: Entry) -> None:
    found = _written(entry, slugs_for(entry.tags, word="tag"))
    assert_native([found])
    if list(name_losses(entry)) == []:
        assert [message["content"] for message in found["messages"]] == [message.text for message in entry.messages]
        assert [message["role"] for message in found["messages"]] == [message.role for message in entry.messages]
        mine = {key: value for key, value in entry.extra if key not in ("_rolethread", "tags")}
        assert {key: json.loads(value) for key, value in mine.items()} == {key: found[key] for key in mine}


def test_an_entry_made_here_begins_with_its_messages() -> None:
    entry = Entry(messages=(Message.plain("user", "Hm."),), extra=(("id", JsonText(b"7")),))
    assert list(_written(entry)) == ["messages", "tags", "id", "_rolethread"]
