"""What holds for every rule, whatever the entry: gates, places, and repairs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.formats import messages
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.json_text import JsonText, encode_text, join_members, split_members
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules import all_rules, get_rule
from rolethread_lite.rules.checking import check_entry, check_tags, group_rules, keys_of, tag_codes
from rolethread_lite.rules.repairing import repair_finding, repair_safely

ROLES = [
    "user",
    "assistant",
    "system",
    "tool",
    "Human",
    "gpt",
    "sytem",
    "bot",
    "Player",
    "tool_call",
    "Mira",
    " ",
    "User ",
]
DIRT = [
    "Is the ferry late?",
    "*Ines nods.* \u201cAs always.\u201d",
    "I'm not able to create content like that.",
    "As an AI language model, I cannot row.",
    "\u212aelp me assist i must REMIND YOU THAT",
    "```late```",
    "**late**",
    "## The harbour",
    '{"note": 1}',
    "a\x00 b\x7f",
    "\ud83d",
    "\ude00 and \ud83d",
    "\ud55c\uad6d\uc5b4",
    "\u3000",
    "\u2026",
    '"..."',
    "",
    " \n ",
    "  two  spaces ",
    "wait -- what",
    "wait--what",
    "a\u202ab",
    "e\u0301",
    "line\r\nline\n\n\n\nline ",
    "fianc\u00c3\u00a9e",
    "\u200bhidden\ufeff",
    "{{char}} waves at {{user}} <|im_end|>",
    "5",
    "i know , i know",
]
RAW_CONTENT = ["null", "5", "-1.5e3", "true", "NaN", '{"a":1}', "[1]", "[]", '[{"type":"text","text":"late"}]']
PARTS = [
    '{"type":"text","text":%s}',
    '{"text":%s,"train":false}',
    '{"type":"image_url","image_url":%s}',
    '{"value":%s}',
]
RAW = [
    "1",
    "NaN",
    "[1,-Infinity]",
    '"\\ud83d"',
    '{"a":1,"a":2}',
    '{"a":[{"b":1,"b":NaN}]}',
    '["\\\\ud83d"]',
    "1E400",
    "null",
    "[]",
]
TAGS = ["harbour", "harbour ", " ", "", "Harbour", "\ud83d", "slow burn"]
RAW_TAGS = ['"a, b,,a"', "null", "5", '["a",1,null," a"]', '[{"a":1}]', "{}"]
KEYS = ["source", "tag", "sytem", "id", "message", "tool_calls"]

SHOWS_WHAT_WAS_HIDDEN = {
    "RT111": "the last value of a repeated key was not looked at before",
    "RT112": "the replacement character is what RT307 calls a lost one",
    "RT206": "rules about the assistant's words did not know that these are",
    "RT207": "rules about the assistant's words did not know that these are",
}
"""Rules whose repair may bring findings of the texts to light, each with the reason."""

texts = st.one_of(st.sampled_from(DIRT), st.lists(st.sampled_from(DIRT), max_size=3).map(" and ".join))


def _encoded(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[JsonText]:
    return strategy.map(encode_text)


def _raw(values: list[str]) -> st.SearchStrategy[JsonText]:
    return st.sampled_from([JsonText(value.encode()) for value in values])


parts = st.builds(
    lambda shapes, text: JsonText(b"[" + b",".join(shape.encode() % text for shape in shapes) + b"]"),
    st.lists(st.sampled_from(PARTS), max_size=3),
    _encoded(texts),
)
content = st.one_of(_encoded(texts), _encoded(texts), _encoded(texts), parts, _raw(RAW_CONTENT))
extra = st.lists(st.tuples(st.sampled_from(KEYS), _raw(RAW)), max_size=2)
said = st.lists(st.tuples(st.sampled_from(["name", "reasoning_content"]), _encoded(texts)), max_size=1)
turns = st.builds(
    lambda role, content, said, extra: join_members([("role", role), *content, *said, *extra]),
    _encoded(st.sampled_from(ROLES)),
    st.one_of(content.map(lambda raw: [("content", raw)]), content.map(lambda raw: [("content", raw)]), st.just([])),
    st.one_of(st.just([]), said),
    st.one_of(st.just([]), st.just([]), extra),
)
tags = st.one_of(
    st.lists(st.sampled_from(TAGS), max_size=4).map(
        lambda names: [("tags", JsonText(b"[" + b",".join(map(encode_text, names)) + b"]"))]
    ),
    _raw(RAW_TAGS).map(lambda raw: [("tags", raw)]),
    st.just([]),
)
lines = st.builds(
    lambda turns, tags, extra: join_members(
        [("messages", JsonText(b"[" + b",".join(turns) + b"]")), *tags, *extra],
    ),
    st.lists(turns, max_size=6),
    tags,
    st.one_of(st.just([]), extra),
)


def _read(line: bytes) -> Entry:
    return messages.read(split_members(line))


entries = lines.map(_read)


@given(entries)
def test_the_gates_are_never_wrong(entry: Entry) -> None:
    """Checking with all its shortcuts finds what every rule finds when it is simply run."""
    simply = [
        (finding.code, finding.sentence, finding.span, finding.place.message)
        for one in all_rules()
        if one.check is not None
        for finding in one.check(Reading(entry))
    ]
    found = check_entry(Reading(entry))
    assert [(finding.code, finding.sentence, finding.span, finding.place.message) for finding in found] == simply
    for code in {code for code, *_ in simply}:
        assert get_rule(code).rule.may_find(Reading(entry))
        assert check_entry(Reading(entry), codes=frozenset((code,))) == [one for one in found if one.code == code]


@given(entries)
def test_places_are_real(entry: Entry) -> None:
    for finding in check_entry(Reading(entry)):
        rule = get_rule(finding.code).rule
        assert finding.repair in (rule.repair, Repair.NONE)
        assert finding.sentence.endswith(".")
        place = finding.place
        if place.message is not None:
            assert place.path.startswith(f"messages[{place.message}]")
            pieces = entry.messages[place.message].pieces
            paths = [f"messages[{place.message}].{path}" for path in entry.messages[place.message].piece_paths()]
            if place.piece is not None:
                assert place.path == paths[place.piece]
            if finding.span is not None:
                start, end = finding.span
                assert place.piece is not None
                assert 0 <= start < end <= len(pieces[place.piece])


@given(entries)
def test_a_repair_silences_its_finding_and_brings_no_other(entry: Entry) -> None:
    before = check_entry(Reading(entry))
    for finding in before:
        if finding.repair is Repair.NONE:
            continue
        repaired = repair_finding(entry, finding)
        assert repaired != entry or repaired.layout != entry.layout or _layouts(repaired) != _layouts(entry)
        after = check_entry(Reading(_read(messages.write(repaired))))
        assert after == check_entry(Reading(repaired))
        assert _count(after)[finding.code] < _count(before)[finding.code]
        new = _count(after) - _count(before)
        if finding.code in SHOWS_WHAT_WAS_HIDDEN:
            new = Counter({code: times for code, times in new.items() if not _is_about_words(code)})
        assert new == Counter()


@given(entries)
def test_a_repair_touches_nothing_else(entry: Entry) -> None:
    for finding in check_entry(Reading(entry)):
        if finding.repair is Repair.NONE:
            continue
        repaired = repair_finding(entry, finding)
        assert (repaired.note, repaired.entry_id) == (entry.note, entry.entry_id)
        others = [m for place, m in enumerate(entry.messages) if place != finding.place.message]
        if len(repaired.messages) < len(entry.messages):
            assert [*repaired.messages] == others
            continue
        assert [m for place, m in enumerate(repaired.messages) if place != finding.place.message] == others
        if finding.place.message is not None:
            assert (repaired.tags, repaired.extra, repaired.layout) == (entry.tags, entry.extra, entry.layout)


@given(entries)
def test_safe_repairs_are_made_together_and_once(entry: Entry) -> None:
    repaired = repair_safely(entry)
    assert [finding for finding in check_entry(Reading(repaired)) if finding.repair is Repair.SAFE] == []
    assert repair_safely(repaired) is repaired
    assert repair_safely(entry) == repaired
    only_tags = repair_safely(entry, codes=frozenset(("RT403",)))
    assert only_tags == replace(entry, tags=tuple(tag for tag in entry.tags if tag.strip()))


@given(st.lists(st.sampled_from(TAGS), max_size=5))
def test_rules_about_tags_look_at_nothing_else(names: list[str]) -> None:
    whole = _read(join_members([("messages", JsonText(b"[]"))]))
    found = check_entry(Reading(replace(whole, tags=tuple(names))))
    assert [finding for finding in found if finding.code in tag_codes()] == check_tags(tuple(names))


@given(st.lists(entries, min_size=2, max_size=4))
def test_groups_name_two_of_their_members(group: list[Entry]) -> None:
    group = [*group, group[0]]
    for place, one in enumerate(group_rules()):
        assert one.check_group is not None
        keys = [keys_of(Reading(entry))[place] for entry in group]
        assert all(key is None or 0 <= key < 1 << 63 for key in keys)
        for found in one.check_group(group):
            assert 0 <= found.member < len(group)
            assert 0 <= found.other < len(group)
            assert found.member != found.other
            assert found.finding.code == one.rule.code
            assert "{other}" in found.finding.sentence


@given(entries)
def test_a_copy_is_a_duplicate_and_shares_its_keys(entry: Entry) -> None:
    duplicate, *_ = group_rules()
    assert duplicate.key is not None
    assert duplicate.check_group is not None
    if duplicate.key(Reading(entry)) is not None:
        copy = replace(entry, tags=("another",))
        assert keys_of(Reading(copy)) == keys_of(Reading(entry))
        assert [(found.member, found.other) for found in duplicate.check_group([entry, copy])] == [(1, 0)]


@pytest.mark.parametrize("code", [one.rule.code for one in all_rules() if one.check is not None])
def test_the_strategy_trips_every_rule(code: str) -> None:
    """A law over entries that never trip a rule would say nothing about it."""
    if code in UNTRIPPED:
        pytest.skip(UNTRIPPED[code])
    assert any(check_entry(Reading(entry), codes=frozenset((code,))) for entry in _ingredients())


UNTRIPPED = {
    "RT221": "needs eight exchanges; its cases have them",
    "RT222": "needs the text of RoleThread 1.0; see test_system_placeholder.py",
}


def _ingredients() -> Iterator[Entry]:
    """Yield one small entry for everything that the strategy puts together."""
    for text in map(encode_text, DIRT):
        yield _read(_line(_turn("system", text), _turn("user", text), _turn("assistant", text)))
    for first, second in product(ROLES, repeat=2):
        yield _read(_line(_turn(first, encode_text("late")), _turn(second, encode_text("late"))))
    for raw in RAW_CONTENT:
        yield _read(_line(_turn("user", JsonText(raw.encode())), b'{"role":"user"}'))
    for key, raw in product(KEYS, RAW):
        yield _read(_line(_turn("user", encode_text("late")), members=[(key, JsonText(raw.encode()))] * 2))
    for raw in RAW_TAGS:
        yield _read(_line(members=[("tags", JsonText(raw.encode()))]))
    yield replace(_read(_line()), tags=(*TAGS, *TAGS))


def _turn(role: str, content: JsonText) -> bytes:
    return join_members([("role", encode_text(role)), ("content", content)])


def _line(*turns: bytes, members: Iterable[tuple[str, JsonText]] = ()) -> bytes:
    return join_members([("messages", JsonText(b"[" + b",".join(turns) + b"]")), *members])


def _count(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings)


def _layouts(entry: Entry) -> list[tuple[str, ...]]:
    return [message.layout for message in entry.messages]


def _is_about_words(code: str) -> bool:
    return get_rule(code).rule.family == "text" or code in ("RT219", "RT220", "RT208")
