"""What holds for every format and every entry."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import entries, json_member, json_members, json_values, plain_entries, texts

from rolethread_lite.formats import all_formats
from rolethread_lite.formats.format import Format, NotAnEntry
from rolethread_lite.formats.lines import read_line
from rolethread_lite.formats.writing import losses_of, write_entry
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import NULL, JsonText, Members, encode_text, join_members, split_members
from rolethread_lite.model.record import Record

FORMATS = pytest.mark.parametrize("form", all_formats(), ids=lambda form: form.name)
PREFERENCE_KEYS = {"chosen", "rejected", "label", "kto_tag"}
KEPT: dict[str, Callable[[Entry], object]] = {
    "note": lambda entry: entry.note,
    "tags": lambda entry: entry.tags,
    "turns": lambda entry: [message.text for message in entry.messages],
    "roles": lambda entry: [message.role for message in entry.messages],
    "speakers": lambda entry: [message.speaker for message in entry.messages if message.speaker],
    "training marks": lambda entry: [m.train for m in entry.messages if m.train is not None],
    "alternatives": lambda entry: [message.alternatives for message in entry.messages if message.alternatives],
    "reasoning": lambda entry: [m.reasoning for m in entry.messages if m.reasoning is not None],
    "content that is not plain text": lambda entry: [
        message.content for message in entry.messages if not isinstance(message.content, str)
    ],
}
"""What a format keeps unless it says under this name that it is lost."""


def _again(form: Format, entry: Entry) -> Entry:
    return form.read(split_members(form.write(entry)))


@FORMATS
@given(entries(lone_surrogates=True))
def test_what_is_not_declared_lost_is_read_back(form: Format, entry: Entry) -> None:
    lost, again = set(form.losses(entry)), _again(form, entry)
    if not lost:
        assert again == entry
    if "turns" in lost:
        return
    for name, kept in KEPT.items():
        if name not in lost:
            assert kept(again) == kept(entry), name


@FORMATS
@given(entries(lone_surrogates=True))
def test_nothing_is_declared_lost_that_is_read_back(form: Format, entry: Entry) -> None:
    lost, again = set(form.losses(entry)), _again(form, entry)
    for name in lost & KEPT.keys():
        assert KEPT[name](again) != KEPT[name](entry), name


@FORMATS
@given(entries(lone_surrogates=True))
def test_members_of_the_entry_are_read_back_or_declared_lost(form: Format, entry: Entry) -> None:
    lost, again = set(form.losses(entry)), _again(form, entry)
    for key, raw in entry.extra:
        assert (key, raw) in again.extra or f"the member {key!r}" in lost


@FORMATS
@given(entries(lone_surrogates=True))
def test_what_was_written_and_read_loses_nothing_more(form: Format, entry: Entry) -> None:
    again = _again(form, entry)
    assert list(form.losses(again)) == []
    assert form.write(_again(form, again)) == form.write(again)


@FORMATS
@given(plain_entries())
def test_a_plain_conversation_is_carried_by_every_format(form: Format, entry: Entry) -> None:
    assert list(form.losses(entry)) == []
    assert _again(form, entry) == entry


@FORMATS
@given(entries())
def test_what_a_format_writes_is_recognised_as_its_own(form: Format, entry: Entry) -> None:
    if PREFERENCE_KEYS.isdisjoint(key for key, _ in entry.extra):
        assert read_line(form.write(entry)).format == form.name


def _rows() -> st.SearchStrategy[Members]:
    """Rows as files hold them: turns or pairs in all spellings, keys in any order, some of them wrong."""
    role = st.sampled_from(("human", "gpt", "user", "system", "bing", "observation", "function_call", "Mira", "GPT"))
    value = st.one_of(texts(lone_surrogates=True).map(encode_text), json_values())
    turn = st.builds(
        lambda role_key, word, key, said, extra: join_members(
            {**dict(extra), role_key: encode_text(word), key: said}.items()
        ),
        st.sampled_from(("from", "role", "speaker")),
        role,
        st.sampled_from(("value", "content", "text")),
        value,
        json_members(keys=("from", "role", "value", "speaker", "name", "weight", "train", "thinking"), most=2),
    )
    turns = st.lists(turn, max_size=4).map(lambda items: JsonText(b"[" + b",".join(items) + b"]"))
    history = st.sampled_from((b"[]", b"null", b'[["a","b"]]', b'[["a","b"],["",""]]', b'[["a"]]', b"3")).map(JsonText)
    member = st.one_of(
        st.tuples(st.sampled_from(("conversations", "conversation", "items", "messages")), turns),
        st.tuples(st.sampled_from(("instruction", "input", "output", "response", "prompt", "completion")), value),
        st.tuples(st.sampled_from(("query", "question", "answer", "system")), value),
        st.tuples(st.just("history"), history),
        json_member(),
    )
    return st.lists(member, max_size=6).map(tuple)


@FORMATS
@given(_rows())
def test_a_row_that_is_not_edited_is_written_as_it_came(form: Format, row: Members) -> None:
    line = join_members(row)
    members = split_members(line)
    if not form.recognises(members):
        return
    try:
        entry = form.read(members)
    except NotAnEntry:
        return
    assert split_members(form.write(entry)) == members or _pairs(form.write(entry)) == _pairs(line)
    assert list(form.losses(entry)) == []


def _pairs(line: bytes) -> object:
    """Return the value with objects as their members, so that order and repeated keys count."""
    return repr(json.loads(line, object_pairs_hook=list))


@given(_rows())
def test_a_line_of_any_shape_is_read_or_kept(row: Members) -> None:
    line = join_members(row)
    read = read_line(line)
    if isinstance(read.item, Record):
        assert read.line == line == read.item.raw
        assert read.item.detail
    else:
        assert read_line(read.line).item == _storable(read.item)


def _storable(entry: Entry) -> Entry:
    """Return the entry without members that are null where the messages format has a field."""
    null = {("role", NULL), ("content", NULL)}
    messages = (
        replace(message, extra=tuple(member for member in message.extra if member not in null))
        for message in entry.messages
    )
    return replace(entry, messages=tuple(messages))


@FORMATS
@given(entries(lone_surrogates=True), st.booleans())
def test_what_is_written_for_others_is_strict_json(form: Format, entry: Entry, clean: bool) -> None:  # noqa: FBT001
    line = write_entry(entry, form=form, clean=clean)
    json.loads(line.decode("utf-8"), parse_constant=_refuse).__str__().encode("utf-8")
    assert b"\n" not in line
    assert line == write_entry(entry, form=form, clean=clean)


def _refuse(constant: str) -> object:
    raise AssertionError(constant)


@FORMATS
@given(entries())
def test_a_clean_line_holds_no_tags_notes_or_other_members(form: Format, entry: Entry) -> None:
    marked = replace(entry, tags=("mark-tag",), note="mark-note", extra=(*entry.extra, ("mark-key", JsonText(b"1"))))
    line = write_entry(marked, form=form, clean=True)
    assert b"mark-" not in line
    lost = losses_of(marked, form=form, clean=True)
    assert {"tags", "note", "the member 'mark-key'"} <= set(lost)
    assert len(lost) == len(set(lost))


@FORMATS
@given(plain_entries())
def test_nothing_is_lost_of_a_plain_conversation(form: Format, entry: Entry) -> None:
    assert losses_of(entry, form=form, clean=False) == ()
    written = write_entry(replace(entry, extra=(), tags=()), form=form, clean=True)
    assert form.read(split_members(written)).messages == entry.messages
