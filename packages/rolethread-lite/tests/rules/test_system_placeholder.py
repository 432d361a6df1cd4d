"""RT222 knows a text by its digest alone; here another text takes its place."""

import hashlib

import pytest

from rolethread_lite.model import placeholder_prompt
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Repair
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.checking import check_entry
from rolethread_lite.rules.repairing import repair_finding

CODES = frozenset(("RT222",))
TURNS = (Message.plain("user", "Is the ferry late?"), Message.plain("assistant", "As always."))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a text that the rule takes for the stand-in of RoleThread 1.0."""
    text = "The bells of the harbour \u201cring\u201d."
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_LENGTH", len(text))
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_SHA256", hashlib.sha256(text.encode()).hexdigest())
    return text


def test_the_stand_in_is_found_and_dropped(stand_in: str) -> None:
    entry = Entry(messages=(Message.plain("system", stand_in), *TURNS), tags=("harbour",))
    (finding,) = check_entry(Reading(entry), codes=CODES)
    assert (finding.place.path, finding.repair) == ("messages[0]", Repair.ASK)
    assert repair_finding(entry, finding) == Entry(messages=TURNS, tags=("harbour",))


@pytest.mark.parametrize("role", ["user", "assistant", "Ines"])
def test_only_a_system_message_is_meant(stand_in: str, role: str) -> None:
    assert check_entry(Reading(Entry(messages=(Message.plain(role, stand_in), *TURNS))), codes=CODES) == []


def test_a_text_of_the_same_length_is_left_alone(stand_in: str) -> None:
    entry = Entry(messages=(Message.plain("system", stand_in.upper()), *TURNS))
    assert check_entry(Reading(entry), codes=CODES) == []


def test_an_entry_is_never_emptied(stand_in: str) -> None:
    (finding,) = check_entry(Reading(Entry(messages=(Message.plain("system", stand_in),))), codes=CODES)
    assert finding.repair is Repair.NONE
