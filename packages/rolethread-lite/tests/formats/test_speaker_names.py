"""Names of speakers go into the text only of turns that are spoken by somebody, and never twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.formats.speaker_names import SpeakerNames, count_named, with_speaker_names, without_speaker
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message

PREFIX, BOTH = SpeakerNames.PREFIX, SpeakerNames.BOTH
CASES: dict[str, tuple[str, str, str]] = {
    "somebody speaks": (
        '{"role":"user","name":"Mira","content":"Hello."}',
        '{"role":"user","content":"Mira: Hello."}',
        '{"role":"user","name":"Mira","content":"Mira: Hello."}',
    ),
    "the name is there already": (
        '{"role":"assistant","content":" Mira: Hello.","name":"Mira"}',
        '{"role":"assistant","content":" Mira: Hello."}',
        '{"role":"assistant","content":" Mira: Hello.","name":"Mira"}',
    ),
    "with the colon of another script": (
        '{"role":"assistant","name":"ミラ","content":"ミラ\N{FULLWIDTH COLON}やあ"}',
        '{"role":"assistant","content":"ミラ\N{FULLWIDTH COLON}やあ"}',
        '{"role":"assistant","name":"ミラ","content":"ミラ\N{FULLWIDTH COLON}やあ"}',
    ),
    "a name that only begins so": (
        '{"role":"user","name":"Mir","content":"Mira: Hello."}',
        '{"role":"user","content":"Mir: Mira: Hello."}',
        '{"role":"user","name":"Mir","content":"Mir: Mira: Hello."}',
    ),
    "the first text of several parts": (
        '{"role":"user","name":"Mira","content":[{"type":"img"},{"type":"text","text":"Look."},{"text":"Go."}]}',
        '{"role":"user","content":[{"type":"img"},{"type":"text","text":"Mira: Look."},{"text":"Go."}]}',
        '{"role":"user","name":"Mira","content":[{"type":"img"},{"type":"text","text":"Mira: Look."},{"text":"Go."}]}',
    ),
    "other texts that stood there": (
        '{"role":"assistant","name":"Mira","content":"Yes.","alternatives":["No.","Mira: Perhaps.",""]}',
        '{"role":"assistant","content":"Mira: Yes.","alternatives":["Mira: No.","Mira: Perhaps.",""]}',
        '{"role":"assistant","name":"Mira","content":"Mira: Yes.","alternatives":["Mira: No.","Mira: Perhaps.",""]}',
    ),
    "under two keys": (
        '{"role":"user","name":"Mira","speaker":"Tess","content":"Hello."}',
        '{"role":"user","content":"Mira: Hello."}',
        '{"role":"user","name":"Mira","speaker":"Tess","content":"Mira: Hello."}',
    ),
}
LEFT = (
    '{"role":"system","name":"Mira","content":"You are Mira."}',
    '{"role":"tool","name":"tide_table","content":"low"}',
    '{"role":"Mira","name":"Mira","content":"Hello."}',
    '{"role":"user","content":"Hello."}',
    '{"role":"user","name":" ","content":"Hello."}',
    '{"role":"user","name":"Mira","content":"  "}',
    '{"role":"assistant","name":"Mira","content":null,"tool_calls":[]}',
    '{"role":"assistant","name":"Mira","content":{"text":"Hello."}}',
)


def _entry(message: str) -> Entry:
    found = read_stored(b'{"messages":[' + message.encode() + b"]}")
    assert isinstance(found, Entry)
    return found


def _message(entry: Entry) -> str:
    return bytes(messages.write(entry)).removeprefix(b'{"messages":[').removesuffix(b"]}").decode()


@pytest.mark.parametrize("case", CASES)
def test_the_name_goes_into_the_text(case: str) -> None:
    before, *after = CASES[case]
    entry = _entry(before)
    for names, expected in zip((PREFIX, BOTH), after, strict=True):
        named = with_speaker_names(entry, names=names)
        assert _message(named) == expected
        assert count_named(entry, named) == int(case not in _THERE)
    assert with_speaker_names(entry, names=SpeakerNames.NONE) is entry


_THERE = ("the name is there already", "with the colon of another script")


@pytest.mark.parametrize("message", LEFT)
@pytest.mark.parametrize("names", SpeakerNames)
def test_other_turns_stay_as_they_are(message: str, names: SpeakerNames) -> None:
    entry = _entry(message)
    assert with_speaker_names(entry, names=names) is entry


_NAMES = st.none() | st.text(max_size=6)
_MESSAGES = st.builds(
    Message, role=st.sampled_from(("user", "assistant", "system")), content=st.text(max_size=9), speaker=_NAMES
)


@given(st.lists(_MESSAGES, max_size=4), st.sampled_from((PREFIX, BOTH)))
def test_a_second_time_changes_nothing(turns: list[Message], names: SpeakerNames) -> None:
    once = with_speaker_names(Entry(messages=tuple(turns)), names=names)
    assert with_speaker_names(once, names=names) == once
    assert [message.role for message in once.messages] == [message.role for message in turns]


def test_nobody_is_left_when_a_speaker_is_taken_away() -> None:
    entry = _entry('{"role":"user","speaker":"Tess","name":"Mira","content":"Hello.","mood":"shy"}')
    bare = without_speaker(entry.messages[0])
    assert _message(Entry(messages=(bare,))) == '{"role":"user","content":"Hello.","mood":"shy"}'
