"""The registry of rules: which there are, how they are asked for, and what a broken package says."""

import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from rolethread_lite import rules
from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules import all_rules, get_rule, load_rules, rules_version, select_rules
from rolethread_lite.rules.checking import check_entry, check_tags, group_rules, keys_of, tag_codes
from rolethread_lite.rules.repairing import repair_finding
from rolethread_lite.rules.rule import Reads, Rule

LISTED = (Path(__file__).parent / "rules.txt").read_text("utf-8").split("\n")
SECTIONS = ("What it finds: ", "Why it matters for training: ", "Example: ", "Repaired: ")
FAMILY_OF_DIGIT = {
    "RT10": "records",
    "RT11": "structure",
    "RT2": "messages",
    "RT3": "text",
    "RT4": "tags",
    "RT5": "dataset",
}


def test_the_rules_are_those_of_the_committed_list() -> None:
    now = [f"{one.rule.code} {one.rule.name} {one.rule.severity.word} {one.rule.repair.value}" for one in all_rules()]
    assert now == [line for line in LISTED if line]


def test_a_package_without_rules_or_with_two_of_one_code_is_broken() -> None:
    with pytest.raises(ImportError, match="no module"):
        load_rules([])
    with pytest.raises(ImportError, match="no module"):
        load_rules([ModuleType("empty")])
    with pytest.raises(ImportError, match="RT901"):
        load_rules([_module("RT901", "one"), _module("RT901", "two")])
    with pytest.raises(ImportError, match="the-name"):
        load_rules([_module("RT901", "the-name"), _module("RT902", "the-name")])


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.rule.code)
def test_every_rule_stands_where_its_code_says(one: rules.LoadedRule) -> None:
    rule = one.rule
    families = [family for start, family in FAMILY_OF_DIGIT.items() if rule.code.startswith(start)]
    assert families == [rule.family]
    folder = Path(rules.__file__).parent / rule.family
    assert (folder / f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py").is_file()


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.rule.code)
def test_every_page_has_its_sections_in_their_order(one: rules.LoadedRule) -> None:
    first, *paragraphs = one.page.strip().split("\n\n")
    assert re.fullmatch(r"[A-Z].{3,110}\.", first)
    starts = [section for paragraph in paragraphs for section in SECTIONS if paragraph.startswith(section)]
    assert tuple(starts) == SECTIONS


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.rule.code)
def test_a_rule_says_that_it_repairs_when_it_does(one: rules.LoadedRule) -> None:
    assert (one.repair is not None) == (one.rule.repair is not Repair.NONE)
    reads = (one.check is not None, one.check_record is not None, one.check_group is not None, one.key is not None)
    expected = {Reads.RECORD: (False, True, False, False), Reads.DATASET: (False, False, True, True)}
    assert reads == expected.get(one.rule.reads, (True, False, False, False))


@pytest.mark.parametrize("word", ["RT203", "rt203", " repeated-role "])
def test_a_rule_is_known_by_code_and_name(word: str) -> None:
    assert get_rule(word).rule.code == "RT203"


@pytest.mark.parametrize(("word", "advice"), [("RT999", "rolethread rules"), ("repeated-rule", "'repeated-role'")])
def test_another_word_is_answered_with_advice(word: str, advice: str) -> None:
    with pytest.raises(UnknownName, match=word) as caught:
        get_rule(word)
    assert advice in caught.value.advice
    with pytest.raises(UnknownName):
        select_rules(ignore=[word])


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["RT203"], [], {"RT203"}),
        (["rt40"], ["RT404", "empty-tag"], {"RT401", "RT402", "RT405", "RT406"}),
        (["records", "broken-json"], [], {"RT101", "RT102", "RT103", "RT104"}),
        (["dataset"], ["RT5"], set()),
    ],
)
def test_rules_are_selected_and_ignored(select: list[str], ignore: list[str], codes: set[str]) -> None:
    assert select_rules(select, ignore=ignore) == codes


def test_nothing_selected_means_all_but_what_is_ignored() -> None:
    every = {one.rule.code for one in all_rules()}
    assert select_rules() == every
    assert every - select_rules(ignore=["tags"]) == {"RT401", "RT402", "RT403", "RT404", "RT405", "RT406"}


def test_the_version_is_short_and_stable() -> None:
    assert re.fullmatch("[0-9a-f]{12}", rules_version())
    rules_version.cache_clear()
    again = rules_version()
    assert again == rules_version()


def test_tags_are_checked_alone() -> None:
    assert tag_codes() == {"RT403", "RT404", "RT405", "RT406"}
    found = check_tags(("", "a", " a"))
    assert [(finding.code, finding.place.path) for finding in found] == [
        ("RT403", "tags[0]"),
        ("RT404", "tags[2]"),
        ("RT405", "tags[2]"),
    ]
    whole = check_entry(Reading(Entry(messages=(), tags=("", "a", " a"))))
    assert [finding for finding in whole if finding.code in tag_codes()] == found


def test_keys_stand_in_the_order_of_the_rules() -> None:
    assert [one.rule.code for one in group_rules()] == ["RT501", "RT502", "RT503"]
    assert keys_of(Reading(Entry(messages=()))) == (None, None, None)


def test_what_has_no_repair_is_refused() -> None:
    (finding, *_) = check_entry(Reading(Entry(messages=())), codes=frozenset(("RT201",)))
    with pytest.raises(InvalidValue, match="RT201"):
        repair_finding(Entry(messages=()), finding)


def _module(code: str, name: str) -> ModuleType:
    module = ModuleType(name)
    rule = Rule(code=code, name=name, family="text", severity=Severity.INFO)
    vars(module).update(RULE=rule, check=_find_nothing)
    return module


def _find_nothing(reading: Reading) -> Iterable[Finding]:
    del reading
    return iter(())
