"""Every rule is asked about every line, and rules about datasets about the entries that belong together."""

import json
from collections.abc import Callable

from rolethread_lite.files.check import Check
from rolethread_lite.files.shelf import Shelf, ShelvedEntries
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.rules import select_rules
from rolethread_lite.rules.checking import group_rules

ROW = b'{"messages":[{"role":"user","content":"Is it late?"},{"role":"assistant","content":"Almost."}]}'


def test_findings_come_with_their_place(reader: Callable) -> None:
    content = b"\n".join((ROW, b"", b"[1]", ROW.replace(b"Almost.", b" Almost.")))
    check = Check(reader(content), codes=select_rules(["RT102", "RT301"]))
    found = list(check.findings())
    assert [one.where for one in found] == ["a.jsonl:3", "a.jsonl:4 messages[1].content"]
    assert (check.entries, check.records) == (2, 1)


def test_only_the_chosen_rules_are_asked(reader: Callable) -> None:
    assert list(Check(reader(b"[1]\nnull\n"), codes=select_rules(["RT301"])).findings()) == []


def test_duplicates_are_found_between_entries(reader: Callable) -> None:
    codes = frozenset(one.rule.code for one in group_rules())
    other = ROW.replace(b"late", b"early")
    found = list(Check(reader(b"\n".join((ROW, other, ROW))), codes=codes).findings())
    assert codes
    assert any(one.spot.line == 3 and "line 1" in one.finding.sentence for one in found), found
    assert all("{other}" not in one.finding.sentence for one in found)


def test_every_entry_is_shown_to_an_observer(reader: Callable) -> None:
    seen: list[int] = []
    check = Check(
        reader(ROW + b"\n[1]\n" + ROW), codes=select_rules(), observe=lambda reading: seen.append(len(reading.turns))
    )
    list(check.findings())
    assert seen == [2, 2]


def test_a_shelf_gives_back_what_was_put_on_it() -> None:
    lines = {number: ROW.replace(b"late", str(number).encode()) for number in (3, 40, 500)}
    with Shelf() as shelf:
        for number, line in lines.items():
            shelf.put(number, line=line)
        assert {number: shelf.get(number) for number in lines} == lines
        entries = ShelvedEntries(shelf, (500, 3), read=read_stored)
        assert [entry.messages[0].text for entry in entries] == ["Is it 500?", "Is it 3?"]
        assert entries[-1] == entries[1] == entries[1:][0]
        assert len(entries) == 2
        assert json.loads(shelf.get(3))
