"""Entries of one format written in another, edited entries written back, and what is said to be lost."""

from dataclasses import replace

import pytest

from rolethread_lite.formats import get_format
from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, split_members
from rolethread_lite.model.message import Message, Part


def _read(line: str) -> Entry:
    item = read_line(line.encode()).item
    assert isinstance(item, Entry)
    return item


def _turns(*turns: tuple[str, str]) -> Entry:
    return Entry(messages=tuple(Message.plain(role, text) for role, text in turns))


def _written(entry: Entry, name: str) -> str:
    return get_format(name).write(entry).decode()


def _lost(entry: Entry, name: str) -> list[str]:
    return list(get_format(name).losses(entry))


TALK = '{"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"},{"role":"assistant","content":"A"}],'
TALK += '"tags":["sea"],"id":9}'


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "sharegpt",
            (
                '{"conversations":[{"from":"system","value":"S"},{"from":"human","value":"U"},'
                '{"from":"gpt","value":"A"}],"id":9,"tags":["sea"]}'
            ),
        ),
        ("alpaca", '{"instruction":"U","input":"","output":"A","system":"S","id":9,"tags":["sea"]}'),
        ("pairs", '{"prompt":"U","completion":"A","system":"S","id":9,"tags":["sea"]}'),
    ],
)
def test_an_entry_from_elsewhere_is_written_in_the_usual_keys(name: str, line: str) -> None:
    entry = _read(TALK)
    assert _written(entry, name) == line
    assert _lost(entry, name) == []
    assert get_format(name).read(split_members(line.encode())) == entry


def test_more_turns_go_into_the_history() -> None:
    entry = _turns(("user", "1"), ("assistant", "2"), ("user", "3"), ("assistant", "4"))
    assert _written(entry, "alpaca") == '{"instruction":"3","input":"","output":"4","history":[["1","2"]]}'
    assert _written(entry, "pairs") == '{"query":"3","response":"4","history":[["1","2"]]}'
    assert _lost(entry, "alpaca") == _lost(entry, "pairs") == []


def test_an_edited_instruction_takes_all_of_the_text() -> None:
    entry = _read('{"instruction":"Say it.","input":"Low tide.","output":"Tide\'s out."}')
    edited = entry.with_message(0, message=replace(entry.messages[0], content="Say it.\nHigh tide, now."))
    assert (
        _written(edited, "alpaca") == '{"instruction":"Say it.\\nHigh tide, now.","input":"","output":"Tide\'s out."}'
    )
    assert _lost(edited, "alpaca") == ["other members of messages"]


def test_an_edit_elsewhere_leaves_the_two_halves_alone() -> None:
    entry = _read('{"instruction":"Say it.","input":"Low tide.","output":"Tide\'s out."}')
    edited = entry.with_message(1, message=replace(entry.messages[1], content="It's out."))
    assert _written(edited, "alpaca") == '{"instruction":"Say it.","input":"Low tide.","output":"It\'s out."}'


def test_an_edited_system_prompt_stays_beside_the_turns() -> None:
    entry = _read('{"system":"Be dry.","conversations":[{"from":"human","value":"Hi."}]}')
    edited = entry.with_message(0, message=replace(entry.messages[0], content="Be kind."))
    assert _written(edited, "sharegpt") == '{"system":"Be kind.","conversations":[{"from":"human","value":"Hi."}]}'
    removed = _written(entry.without_message(0), "sharegpt")
    assert removed == '{"conversations":[{"from":"human","value":"Hi."}]}'


def test_a_system_message_with_more_than_text_becomes_a_turn() -> None:
    entry = _read('{"system":"Be dry.","conversations":[{"from":"human","value":"Hi."}]}')
    named = entry.with_message(0, message=replace(entry.messages[0], speaker="Narrator"))
    assert _read(_written(named, "sharegpt")) == named
    assert '"system":"Be dry."' not in _written(named, "sharegpt")


def test_a_new_turn_is_written_like_the_others() -> None:
    entry = _read('{"conversation":[{"role":"user","text":"Hi."}]}')
    longer = replace(entry, messages=(*entry.messages, Message(role="assistant", content="Hm.")))
    assert (
        _written(longer, "sharegpt")
        == '{"conversation":[{"role":"user","text":"Hi."},{"role":"assistant","text":"Hm."}]}'
    )


def test_a_role_that_was_changed_is_written_in_its_usual_word() -> None:
    entry = _read('{"conversations":[{"from":"observation","value":"low"}]}')
    assert _written(entry, "sharegpt") == '{"conversations":[{"from":"observation","value":"low"}]}'
    changed = entry.with_message(0, message=replace(entry.messages[0], role="assistant"))
    assert _written(changed, "sharegpt") == '{"conversations":[{"from":"gpt","value":"low"}]}'
    assert _lost(changed, "sharegpt") == ["other members of messages"]


def test_a_name_beside_a_speaker_key_finds_room() -> None:
    entry = _read('{"conversation":[{"speaker":"user","text":"Hi."}]}')
    named = entry.with_message(0, message=replace(entry.messages[0], speaker="Alex"))
    assert _read(_written(named, "sharegpt")) == named


def test_words_that_sharegpt_reads_as_roles_are_named_as_lost() -> None:
    assert _lost(_turns(("human", "Hi."), ("gpt", "Hm.")), "sharegpt") == ["roles"]
    assert _lost(_turns(("Mira", "Hi."), ("developer", "Hm.")), "sharegpt") == []


def test_members_that_sharegpt_would_take_for_its_own_are_named_as_lost() -> None:
    entry = _read('{"messages":[{"role":"user","content":"Hi.","from":"Mira"}],"system":"Be dry.","items":[],"id":1}')
    assert _written(entry, "sharegpt") == '{"conversations":[{"from":"human","value":"Hi."}],"id":1}'
    lost = ["the member 'system'", "the member 'items'", "other members of messages"]
    assert _lost(entry, "sharegpt") == lost


PART = Part(kind="text", text="Hi.", raw=JsonText(b'{"type":"text","text":"Hi."}'))


@pytest.mark.parametrize(
    ("message", "lost"),
    [
        (Message(role="user", content="Hi.", speaker="Alex"), "speakers"),
        (Message(role="user", content="Hi.", train=False), "training marks"),
        (Message(role="user", content="Hi.", alternatives=("Ho.",)), "alternatives"),
        (Message(role="user", content="Hi.", reasoning="Hm."), "reasoning"),
        (Message(role="user", content=(PART,)), "content that is not plain text"),
        (Message(role="user", content=None), "content that is not plain text"),
        (
            Message(role="user", content="Hi.", extra=(("id", JsonText(b"1")),), layout=("role", "content", "id")),
            "other members of messages",
        ),
    ],
)
def test_what_two_texts_cannot_carry_is_named(message: Message, lost: str) -> None:
    entry = Entry(messages=(message, Message.plain("assistant", "Hm.")), note="")
    for name in ("alpaca", "pairs"):
        assert _lost(entry, name) == [lost]
    assert _lost(entry, "sharegpt") == _lost(entry, "messages") == []


@pytest.mark.parametrize(
    "roles",
    [
        ("assistant", "user", "assistant"),
        ("user", "assistant", "user"),
        ("user", "user", "assistant"),
        ("user", "assistant", "system", "user", "assistant"),
        ("user", "Mira"),
        (),
    ],
)
def test_turns_that_are_no_pairs_are_named_as_lost(roles: tuple[str, ...]) -> None:
    entry = _turns(*((role, str(place)) for place, role in enumerate(roles)))
    assert _lost(entry, "alpaca") == _lost(entry, "pairs") == ["turns"]
    assert _lost(entry, "sharegpt") == []


def test_nobody_carries_the_note() -> None:
    entry = replace(_read(TALK), note="Look again.")
    assert [_lost(entry, name) for name in ("messages", "sharegpt", "alpaca", "pairs")] == [["note"]] * 4
