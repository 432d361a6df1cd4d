"""Laws of the rules about a text: a repair silences its rule, wakes no other, and touches nothing else."""

import json
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.json_text import JsonText, encode_text
from rolethread_lite.model.message import Message, Part
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules import all_rules, get_rule
from rolethread_lite.rules.text.characters import find_direction_marks, find_invisible, find_uncomposed
from rolethread_lite.rules.text.fences import code_spans
from rolethread_lite.rules.text.mojibake import find_mojibake
from rolethread_lite.rules.text.punctuation import find_dashes, find_punctuation
from rolethread_lite.rules.text.stretches import FindStretches
from rolethread_lite.rules.text.whitespace import find_blank_lines, find_double_spaces, find_edges, find_returns

FINDERS: dict[str, FindStretches] = {
    "RT301": find_edges,
    "RT302": find_returns,
    "RT303": find_blank_lines,
    "RT304": find_double_spaces,
    "RT305": find_punctuation,
    "RT306": find_dashes,
    "RT307": find_mojibake,
    "RT308": find_invisible,
    "RT309": find_direction_marks,
    "RT310": find_uncomposed,
}
"""What each rule that repairs looks for in one text."""
IN_PROSE = frozenset(("RT303", "RT304", "RT305", "RT306", "RT311"))
FAMILY = sorted((*FINDERS, "RT311"))

WORDS = ("the", "she", "gate", "i", "i'm", "is it i ", "Oui", "vous est", "é", "Ã", "x1", "é—¡", "中文")
SCRIPTS = ("\u05e9\u05dc", "\u0645\u06cc", "\u0e01", "\U0001f642", "\U0001f469", "\ufe0f")
SPACES = (" ", "  ", "   ", "    ", "\t", "\n", "\n\n\n", "  \n", " \n", "\r\n", "\r", "\u3000", "\xa0", "\u2028")
SIGNS = (",", ".", "..", "...", "....", "…", "!", "?", ";", ":", ":)", "--", "---", "—", '"', "*", "«", "|", "`", "```")
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u2029", "\u200e", "\u202a", "\u202e", "\u2066")
BROKEN = ("Ã©", "â€", "\u2039", "Â\xa0", "ÃƒÂ©", "ðŸ\u02dc€", "Ì\x81", "ï»¿", "ï¿½", "â??", "\ufffd", "Ð¿Ñ€Ð\xb8", "©")
APART = ("e\u0301", "\u0301", "\u0338", "A\u0303", "\u1fef", "\u037e", "\u2126", "\u2000", "\u1100\u1161")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
FRAGMENTS = (WORDS, SCRIPTS, SPACES, SIGNS, UNSEEN, BROKEN, APART)

texts = st.lists(st.sampled_from(FRAGMENTS).flatmap(st.sampled_from), max_size=12).map("".join)


def _text_part(text: str) -> Part:
    raw = b'{"type":"text","text":%b,"mark":7}' % encode_text(text)
    return Part(kind="text", text=text, raw=JsonText(raw))


PICTURE = Part(kind="image", text=None, raw=JsonText(b'{"type":"image","path":" a  b.png "}'))
contents = st.one_of(
    texts, st.none(), st.lists(st.one_of(texts.map(_text_part), st.just(PICTURE)), max_size=3).map(tuple)
)
messages = st.builds(
    Message,
    role=st.sampled_from(["system", "user", "assistant", "tool"]),
    content=contents,
    speaker=st.sampled_from([None, " Ines  "]),
    alternatives=st.sampled_from([(), ("other  one ",)]),
    extra=st.just((("kept", JsonText(b'" a  b "')),)),
)
entries = st.builds(
    Entry,
    messages=st.lists(messages, max_size=3).map(tuple),
    tags=st.just((" tag  one",)),
    extra=st.just((("source", JsonText(b'"x  y "')),)),
)


UNSHRUNK = settings(max_examples=5000, phases=[Phase.generate])
"""One example is enough where it need not be the smallest."""


def _findings(entry: Entry, code: str) -> list[Finding]:
    rule = get_rule(code)
    assert rule.check is not None
    reading = Reading(entry)
    return list(rule.check(reading)) if rule.rule.may_find(reading) else []


def _repairable(entry: Entry, code: str) -> list[Finding]:
    return [finding for finding in _findings(entry, code) if finding.repair is not Repair.NONE]


def _repair(entry: Entry, finding: Finding) -> Entry:
    repair = get_rule(finding.code).repair
    assert repair is not None
    return repair(entry, finding)


def _repair_all(entry: Entry, code: str) -> Entry:
    for finding in reversed(_repairable(entry, code)):
        entry = _repair(entry, finding)
    return entry


def _awake(entry: Entry) -> set[tuple[str, int | None, int | None]]:
    """Return which rules have something to repair in which text."""
    found = (finding for code in FINDERS for finding in _repairable(entry, code))
    return {(finding.code, finding.place.message, finding.place.piece) for finding in found}


def test_the_family_is_the_one_these_laws_are_about() -> None:
    assert [one.rule.code for one in all_rules() if one.rule.family == "text"] == FAMILY


@pytest.mark.parametrize("code", FAMILY)
def test_the_texts_tried_here_trip_the_rule(code: str) -> None:
    hit = find(entries, lambda entry: bool(_findings(entry, code)), settings=UNSHRUNK)
    assert _findings(hit, code)


@pytest.mark.parametrize("code", list(FINDERS))
@given(entry=entries)
def test_repairing_silences_the_rule_and_wakes_no_other(code: str, entry: Entry) -> None:
    repaired = _repair_all(entry, code)
    assert _repairable(repaired, code) == []
    assert _awake(repaired) <= _awake(entry)


@pytest.mark.parametrize("code", list(FINDERS))
@given(entry=entries)
def test_one_repair_twice_is_one_repair(code: str, entry: Entry) -> None:
    for finding in _repairable(entry, code):
        once = _repair(entry, finding)
        assert once != entry
        assert _repair(once, finding) == once


@pytest.mark.parametrize("code", list(FINDERS))
@given(entry=entries)
def test_a_repair_changes_the_text_of_its_finding_and_nothing_else(code: str, entry: Entry) -> None:
    for finding in _repairable(entry, code):
        place, piece = finding.place.message, finding.place.piece
        assert place is not None
        assert piece is not None
        text = _repair(entry, finding).messages[place].pieces[piece]
        expected = entry.with_message(place, message=entry.messages[place].with_piece(piece, text=text))
        assert _repair(entry, finding) == expected


@pytest.mark.parametrize("code", list(FINDERS))
@given(entry=entries)
def test_what_is_asked_beforehand_never_hides_a_finding(code: str, entry: Entry) -> None:
    turns = [turn for turn in Reading(entry).turns if code not in IN_PROSE or turn.role != "tool"]
    expected = [
        (turn.message, turn.piece, FINDERS[code](turn.text)[0][:2]) for turn in turns if FINDERS[code](turn.text)
    ]
    found = [(finding.place.message, finding.place.piece, finding.span) for finding in _repairable(entry, code)]
    assert found == expected


@pytest.mark.parametrize("code", list(FINDERS))
@given(text=texts)
def test_stretches_are_in_order_apart_and_each_changes_something(code: str, text: str) -> None:
    stretches = FINDERS[code](text)
    assert all(0 <= stretch.start < stretch.end <= len(text) for stretch in stretches)
    assert all(first.end <= second.start for first, second in pairwise(stretches))
    assert all(text[stretch.start : stretch.end] != stretch.text for stretch in stretches)


@given(text=texts)
def test_code_spans_are_in_order_apart_and_between_backticks(text: str) -> None:
    spans = code_spans(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(text[start:end].lstrip().startswith("`") for start, end in spans)


def test_every_character_that_is_not_composed_is_found_wherever_it_stands() -> None:
    characters = (chr(number) for number in range(0x80, sys.maxunicode + 1) if not 0xD800 <= number < 0xE000)
    apart = [character for character in characters if not unicodedata.is_normalized("NFC", character)]
    assert len(apart) > 1000
    missed = [character for character in apart if not _findings(_said(f"a {character} z"), "RT310")]
    assert missed == []


def test_every_pair_that_composes_is_found() -> None:
    decomposed = {unicodedata.normalize("NFD", chr(number)) for number in range(0xC0, 0x30000)}
    pairs = [text for text in decomposed if unicodedata.normalize("NFC", text) != text]
    assert len(pairs) > 10_000
    assert [text for text in pairs if not _findings(_said(text), "RT310")] == []


def _said(text: str) -> Entry:
    return Entry(messages=(Message.plain("assistant", text),))


@pytest.mark.samples
def test_real_texts_keep_the_laws(samples_folder: Path) -> None:
    texts_found = {
        text
        for folder in ("messages", "preference", "roleplay-other")
        for path in sorted((samples_folder / folder).glob("*.json*"))
        for text in _strings(path.read_text("utf-8-sig"))
    }
    awake = [(entry, _awake(entry)) for entry in map(_said, sorted(texts_found))]
    tripped = [(entry, before) for entry, before in awake if before]
    assert len(tripped) > 50
    for entry, before in tripped:
        for code, _, _ in sorted(before, key=str):
            repaired = _repair_all(entry, code)
            assert _repairable(repaired, code) == []
            assert _awake(repaired) <= before


def _strings(text: str) -> list[str]:
    """Return the strings of JSON or JSON lines that are long enough to be a turn."""
    found = (json.loads(f'"{string}"', strict=False) for string in _STRING.findall(text))
    return [string for string in found if len(string) > 20]
