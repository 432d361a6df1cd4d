"""The prompt compiler: the same wishes give the same words, and what was typed goes in as it is."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.compilation import CastMember, Compilation, Delivery, Style, Task, Tone
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.prompt_compiler import compile_prompt, example_line, spread

GOLDEN = Path(__file__).parents[1] / "golden" / "prompts"
ENTRY = Entry(
    messages=(
        Message.plain("system", "You keep the inn."),
        replace(Message.plain("user", "Is it open? شعر"), speaker="Mira"),
        Message.plain("assistant", "Until dusk.\n```\nSo it says."),
    ),
    tags=("inn", "calm"),
)
ORSK = CastMember(name="Orsk", description="A ferryman.", personality="Slow to speak.", scenario="The night ferry.")
WISHES = {
    "new": Compilation(content="Nights at the inn."),
    "everything": Compilation(
        content="Nights at the {{place}}.",
        entries=1,
        exchanges=1,
        system_prompt="You are {{char}}.\nStay so.",
        characters=(ORSK, CastMember(name="Mira")),
        tags=("night", "شعر"),
        style=Style.IMMERSIVE,
        tone=Tone.DRAMATIC,
        examples=(ENTRY,),
        delivery=Delivery.FILE,
        more="No dragons.",
    ),
    "continue": Compilation(task=Task.CONTINUE, exchanges=2, examples=(ENTRY, ENTRY)),
    "rewrite": Compilation(task=Task.REWRITE, examples=(ENTRY,), tags=("anew",), tone=Tone.WARM),
}
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60).filter(lambda text: text.strip())


@pytest.mark.parametrize("name", WISHES)
def test_golden(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    prompt = compile_prompt(WISHES[name])
    if os.environ.get("ROLETHREAD_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(prompt, "utf-8", newline="\n")
    assert prompt == path.read_text("utf-8")


@given(texts, texts, texts)
def test_what_was_typed_stands_there_as_it_is(content: str, system: str, more: str) -> None:
    prompt = compile_prompt(Compilation(content=content, system_prompt=system, more=more))
    for text in (content.strip("\n"), system, more.strip("\n")):
        assert text in prompt


@given(st.sampled_from(["{{entries}}", "{line}", "{0}", "%s", "{{char}}", "\\1", "$x"]))
def test_nothing_typed_is_a_placeholder(text: str) -> None:
    wish = Compilation(content=text, more=text, system_prompt=text, tags=(text,), characters=(CastMember(name=text),))
    other = "Q7x"
    swapped = Compilation(
        content=other, more=other, system_prompt=other, tags=(other,), characters=(CastMember(name=other),)
    )
    expected = compile_prompt(swapped).replace(json.dumps([other]), json.dumps([text])).replace(other, text)
    assert compile_prompt(wish) == expected


@pytest.mark.parametrize("task", [Task.CONTINUE, Task.REWRITE])
def test_a_number_of_new_entries_is_not_asked_for_with_given_ones(task: Task) -> None:
    prompt = compile_prompt(Compilation(task=task, entries=77, examples=(ENTRY,)))
    assert "77" not in prompt
    assert "new conversation" not in prompt
    assert "## Length" not in prompt


def test_rewritten_entries_keep_their_exchanges_and_continued_ones_their_style() -> None:
    assert "exchange" not in compile_prompt(Compilation(task=Task.REWRITE, exchanges=77, examples=(ENTRY,)))
    going_on = compile_prompt(
        Compilation(task=Task.CONTINUE, style=Style.NARRATIVE, tone=Tone.PLAYFUL, examples=(ENTRY,))
    )
    assert "Narrative prose" not in going_on
    assert "playful" not in going_on


def test_one_system_prompt_at_most() -> None:
    own = compile_prompt(Compilation(content="x", system_prompt="You are the sea.", examples=(ENTRY,)))
    assert "You keep the inn." not in own
    assert "that you write for it" not in own
    automatic = compile_prompt(Compilation(content="x", examples=(ENTRY,)))
    assert "You keep the inn." in automatic
    assert "word for word" not in automatic


def test_other_tags_than_those_wanted_are_not_shown() -> None:
    assert "calm" not in compile_prompt(Compilation(content="x", examples=(ENTRY,), tags=("night",)))
    assert "calm" not in compile_prompt(Compilation(task=Task.REWRITE, examples=(ENTRY,), tags=("night",)))
    kept = compile_prompt(Compilation(task=Task.REWRITE, examples=(ENTRY,)))
    assert '"tags": ["inn", "calm"]' in kept
    assert "Give the tags of each entry back as they are." in kept
    untagged = compile_prompt(Compilation(task=Task.REWRITE, examples=(replace(ENTRY, tags=()),)))
    assert "tags" not in untagged


def test_one_delivery() -> None:
    pasted, sent = (compile_prompt(Compilation(content="x", delivery=one)) for one in Delivery)
    assert ("pasted" in pasted, "for download" in pasted) == (True, False)
    assert ("pasted" in sent, "for download" in sent) == (False, True)


def test_no_tags_are_asked_for_where_none_are_wanted() -> None:
    prompt = compile_prompt(Compilation(content="x"))
    assert "tags" not in prompt
    assert '"name"' not in prompt


def test_an_example_is_a_line_that_can_be_read_back() -> None:
    line = example_line(ENTRY)
    assert "\n" not in line
    assert json.loads(line) == {
        "messages": [
            {"role": "system", "content": "You keep the inn."},
            {"role": "user", "name": "Mira", "content": "Is it open? شعر"},
            {"role": "assistant", "content": "Until dusk.\n```\nSo it says."},
        ],
        "tags": ["inn", "calm"],
    }


def test_no_text_closes_the_fence_around_it() -> None:
    prompt = compile_prompt(Compilation(content="x", system_prompt="````\nyou\n````"))
    assert "`````\n````\nyou\n````\n`````\n" in prompt


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({}, "it is not said what the entries are about. Describe it, or choose characters or examples."),
        (
            {"content": " \n"},
            "it is not said what the entries are about. Describe it, or choose characters or examples.",
        ),
        ({"task": Task.CONTINUE}, "there is no entry to continue. Choose a dataset to take entries from."),
        (
            {"task": Task.REWRITE, "content": "x"},
            "there is no entry to rewrite. Choose a dataset to take entries from.",
        ),
        ({"entries": 0}, "0 entries cannot be asked for. Ask for at least one."),
        ({"exchanges": -1}, "-1 exchanges cannot be asked for. Ask for at least one."),
    ],
)
def test_what_cannot_be_asked_for_is_said(wish: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        compile_prompt(Compilation(**wish))
    assert f"{refused.value.what}. {refused.value.advice}" == words


@pytest.mark.parametrize(
    ("number", "take", "places"),
    [(10, 3, (1, 5, 8)), (3, 3, (0, 1, 2)), (2, 5, (0, 1)), (0, 2, ()), (7, 0, ()), (7, -1, ()), (9, 1, (4,))],
)
def test_spread(number: int, take: int, places: tuple[int, ...]) -> None:
    assert spread(number, take=take) == places


@given(st.integers(0, 500), st.integers(0, 500))
def test_spread_is_even(number: int, take: int) -> None:
    places = spread(number, take=take)
    assert len(places) == min(number, take)
    gaps = {after - before for before, after in pairwise(places)}
    assert not gaps or max(gaps) - min(gaps) <= 1
    assert all(0 <= place < number for place in places)
