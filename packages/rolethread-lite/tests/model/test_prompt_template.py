"""Templates: what is a variable, what filling and matching give, and how alike texts are found."""

import random
import time
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.prompt_drift import measure_drift
from rolethread_lite.model.prompt_likeness import LEAST_LIKENESS, near_groups, prompt_words, word_likeness
from rolethread_lite.model.prompt_recognition import PromptText, Recogniser, prompt_texts
from rolethread_lite.model.prompt_template import (
    escape,
    fill,
    match,
    read_template,
    variable_name,
    variables_of,
    with_variables,
)
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt

VARIABLES = [
    ("You are {{char}}.", ("char",)),
    ("{{ Char }} and {{CHAR}} and {{char}}", ("char",)),
    ("{{user}} meets {{char}} near {{the old  mill}}", ("user", "char", "the old mill")),
    ("{{{char}}}", ("char",)),
    ("{{{{char}}}}", ("char",)),
    ("{{café}} {{CAFE\u0301}}", ("café",)),
    ("{{宿屋}} {{कि}} {{O'Brien}} {{v-1.2}}", ("宿屋", "कि", "o'brien", "v-1.2")),
    (r"\{{char}} {{user}}", ("user",)),
    (r"\\{{char}}", ("char",)),
    ("{{random:a,b}} {{// a remark}} {{}} {{ }} {{a\nb}} {{#if x}} {{_}}", ()),
    ('{"a": {"b": {"c": {}}}}', ()),
    ("{char} { {char}} {{char} }", ()),
    ("{{" + "x" * 81 + "}}", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "names"), VARIABLES)
def test_variables_stand_in_double_braces(text: str, names: tuple[str, ...]) -> None:
    assert variables_of(text) == names


def test_macros_of_other_programs_are_named_and_stay() -> None:
    text = "{{random:a,b}} {{// hush}} {{char}} {{random:a,b}}"
    assert read_template(text).macros == ("{{random:a,b}}", "{{// hush}}")
    assert fill(text, {"char": "Mira"}) == "{{random:a,b}} {{// hush}} Mira {{random:a,b}}"


FILLED = [
    ("You are {{char}}.", {"Char": "Mira"}, "You are Mira."),
    ("You are {{char}}.", {"{{ CHAR }}": "Mira"}, "You are Mira."),
    ("{{char}} {{user}}", {"char": "{{user}}", "user": "{{char}}"}, "{{user}} {{char}}"),
    ("{{ Char }} waits.", {}, "{{ Char }} waits."),
    (r"\{{char}} is {{char}}", {"char": "Mira"}, "{{char}} is Mira"),
    (r"\\{{char}} \\\{{char}}", {"char": "Mira"}, r"\Mira \{{char}}"),
    (r"C:\inn \n {{char}}", {"char": r"\1\g<0>"}, r"C:\inn \n \1\g<0>"),
    ("{{{char}}}", {"char": "x"}, "{x}"),
]


@pytest.mark.parametrize(("text", "values", "filled"), FILLED)
def test_a_value_is_put_there_as_it_is(text: str, values: Mapping[str, str], filled: str) -> None:
    assert fill(text, values) == filled


def test_a_missing_value_is_refused_where_that_is_wished() -> None:
    with pytest.raises(InvalidValue, match=r"there is no value for \{\{user\}\}, \{\{place\}\}"):
        fill("{{char}} {{user}} {{place}}", {"char": "Mira"}, strict=True)
    with pytest.raises(InvalidValue, match="cannot be the name of a variable"):
        fill("{{char}}", {"random:a": "x"})


MATCHES = [
    ("You keep the inn.", "You keep the inn.", {}),
    ("You keep the inn.", "You keep the inn. ", None),
    ("You are {{char}}.", "You are Mira.", {"char": "Mira"}),
    ("You are {{char}}.", "You are .", {"char": ""}),
    ("You are {{char}}.", "You are Mira", None),
    ("You are {{char}}.", "you are Mira.", None),
    ("{{char}} greets {{user}}. {{Char}} waits.", "Mira greets Tess. Mira waits.", {"char": "Mira", "user": "Tess"}),
    ("{{char}} greets {{user}}. {{char}} waits.", "Mira greets Tess. Orsk waits.", None),
    ("{{a}} greets {{b}}. {{a}} waits.", "M greets m greets T. M greets m waits.", {"a": "M greets m", "b": "T"}),
    ("{{a}}-{{a}}", "x-y-x-y", {"a": "x-y"}),
    ("{{v}}-{{w}}+{{w}}", "p-q-r+r", {"v": "p-q", "w": "r"}),
    ("{{a}}{{a}}", "duskdusk", {"a": "dusk"}),
    ("{{a}}{{a}}", "duskdawn", None),
    ("{{a}}{{b}}", "dusk", {"a": "", "b": "dusk"}),
    ("{{a}}", "", {"a": ""}),
    ("{{a}} x", " x", {"a": ""}),
    ("x {{a}} x", "x x", None),
    (r"\{{a}} {{a}}", "{{a}} {{b}}", {"a": "{{b}}"}),
    ("{{a}}\n{{b}}", "\ud800\n\x00\n\U0001f642", {"a": "\ud800", "b": "\x00\n\U0001f642"}),
]


@pytest.mark.parametrize(("text", "filled", "values"), MATCHES)
def test_a_text_is_an_instance_or_not(text: str, filled: str, values: Mapping[str, str] | None) -> None:
    assert match(text, filled) == values


_plain = st.text(alphabet="ab -.\\{}", max_size=4)
_names = st.sampled_from(["char", "user", "place"])
_templates = st.lists(st.one_of(_plain, _names.map(lambda name: f"{{{{{name}}}}}")), max_size=9).map("".join)
_values = st.fixed_dictionaries(dict.fromkeys(("char", "user", "place"), st.text(alphabet="ab{}\\-", max_size=4)))


@given(_templates, _values)
def test_whatever_is_filled_is_recognised(text: str, values: dict[str, str]) -> None:
    filled = fill(text, values)
    found = match(text, filled)
    assert found is not None
    assert fill(text, found) == filled


@given(_templates, st.fixed_dictionaries(dict.fromkeys(("char", "user", "place"), st.text(alphabet="xyz", min_size=1))))
def test_what_is_unambiguous_gives_just_the_values(text: str, values: dict[str, str]) -> None:
    pieces = read_template(text).pieces
    neighbours = pairwise(pieces)
    assume(all(isinstance(one, str) or isinstance(other, str) for one, other in neighbours))
    assert match(text, fill(text, values)) == {name: values[name] for name in variables_of(text)}


@given(st.text(alphabet="{}\\ char", max_size=20), st.text(alphabet="{}\\ char", max_size=20))
def test_values_are_never_read_again(text: str, value: str) -> None:
    pieces = read_template(text).pieces
    assert fill(text, {"char": value}) == "".join(
        piece if isinstance(piece, str) else value if piece.name == "char" else piece.written for piece in pieces
    )


@given(st.text(alphabet="{}\\ char:", max_size=30))
def test_an_escaped_text_is_just_itself(text: str) -> None:
    assert variables_of(escape(text)) == ()
    assert fill(escape(text), {"char": "no"}) == text


@given(st.text(), st.text())
def test_a_name_is_one_name_however_it_is_written(one: str, other: str) -> None:
    assert variable_name(variable_name(one)) == variable_name(one)
    assert variable_name(f" {one.strip()} ") == variable_name(one.strip())
    assert variables_of(f"{{{{{other}}}}}") in ((), (variable_name(other),))


def test_hostile_texts_take_no_time() -> None:
    many = "".join(f"{{{{v{number}}}}} " for number in range(3000))
    cases = [
        ("{{a}}x{{b}}x{{a}}y{{b}}", "x" * 100_000),
        ("{{a}}{{b}}{{a}}{{b}}", "x" * 50_001),
        (many, "a " * 2999),
        ("\\" * 50_000 + "{{" * 50_000, "{{ " * 50_000),
    ]
    start = time.process_time()
    for text, filled in cases:
        match(text, filled)
        escape(filled)
    assert time.process_time() - start < 5


SAVED = [
    ("You are Mira.", {"char": "Mira"}, "You are {{char}}."),
    ("Mira, Miranda and Mira", {"char": "Mira"}, "{{char}}, Miranda and {{char}}"),
    ("Mira Vale and Mira", {"char": "Mira Vale", "short": "Mira"}, "{{char}} and {{short}}"),
    ("ミラは宿屋の主人。", {"char": "ミラ"}, "{{char}}は宿屋の主人。"),
    ("char is {{char}}.", {"name": "char"}, "{{name}} is {{char}}."),
    (r"\Mira", {"char": "Mira"}, r"\\{{char}}"),
    ("Says (Mira).", {"who": "(Mira)"}, "Says {{who}}."),
    ("Nothing.", {}, "Nothing."),
]


@pytest.mark.parametrize(("text", "words", "template"), SAVED)
def test_variables_take_the_place_of_words(text: str, words: dict[str, str], template: str) -> None:
    found = with_variables(text, words)
    assert found == template
    assert fill(found, {**words, "char": words.get("char", "{{char}}")}) == text


@pytest.mark.parametrize("word", ["Orsk", "ira", "", " "])
def test_words_that_are_not_there_are_refused(word: str) -> None:
    with pytest.raises(InvalidValue, match="does not stand in the system prompt"):
        with_variables("You are Mira.", {"char": word})


def test_how_far_a_text_has_drifted() -> None:
    template = "You are {{char}}, keeper of the {{place}}. You never speak for {{user}}."
    same = measure_drift(template, "You are Mira, keeper of the old inn. You never speak for Tess.")
    assert (same.likeness, [run.kind.value for run in same.runs]) == (1.0, ["kept"])
    found = measure_drift(template, "You are Mira, keeper of the old inn. You do not speak for Tess.")
    assert dict(found.values) == {"char": "Mira", "place": "old inn", "user": "Tess"}
    assert [(run.kind.value, run.text) for run in found.runs if run.kind.value != "kept"] == [
        ("removed", "never"),
        ("added", "do not"),
    ]
    assert 0.8 < found.likeness < 1
    assert measure_drift(template, "Sing.").likeness < 0.2
    assert measure_drift("{{char}}は宿屋の主人です。", "ミラは宿屋の主人だ。").values == (("char", "ミラ"),)


@given(_templates, st.text(alphabet="ab -.{}", max_size=30))
def test_drift_is_measured_of_anything(text: str, other: str) -> None:
    found = measure_drift(text, other)
    assert 0 <= found.likeness <= 1
    assert "".join(run.text for run in found.runs if run.kind.value != "removed") == other
    assert "".join(run.text for run in found.runs if run.kind.value != "added") == found.filled


def _prompt(name: str, text: str, *, version: int = 1, is_active: bool = True) -> SystemPrompt:
    return SystemPrompt(key=name, name=name, text=text, version=version, is_active=is_active)


def test_the_prompt_that_says_most_in_plain_words_is_meant() -> None:
    prompts = [
        _prompt("any", "{{text}}"),
        _prompt("keeper", "You are {{char}}, keeper of the inn by the ford.", version=2),
        _prompt("calm", "You are {{char}}, calm."),
    ]
    earlier = [PromptVersion(prompt="keeper", version=1, text="You are {{char}}, keeper of the inn.")]
    recogniser = Recogniser(prompt_texts(prompts, earlier))
    cases = {
        "You are Mira, keeper of the inn by the ford.": ("keeper", 2, (("char", "Mira"),)),
        "You are Mira, keeper of the inn.": ("keeper", 1, (("char", "Mira"),)),
        "You are Orsk, calm.": ("calm", 1, (("char", "Orsk"),)),
        "Sing.": ("any", 1, (("text", "Sing."),)),
        "": ("any", 1, (("text", ""),)),
    }
    for text, expected in cases.items():
        found = recogniser.recognise(text)
        assert found is not None
        assert (found.source.prompt.name, found.source.version, found.values) == expected
    assert Recogniser(prompt_texts(prompts[1:], earlier)).recognise("Sing.") is None
    assert Recogniser([]).recognise("") is None


def test_of_equal_texts_the_latest_version_and_the_offered_prompt_are_meant() -> None:
    prompts = [_prompt("b", "Sing.", version=3), _prompt("a", "Sing.", is_active=False)]
    earlier = [PromptVersion(prompt="b", version=1, text="Sing."), PromptVersion(prompt="b", version=2, text="Hum.")]
    texts = prompt_texts(prompts, earlier)
    assert [(one.prompt.name, one.version) for one in texts] == [("b", 3), ("b", 2), ("b", 1), ("a", 1)]
    found = Recogniser(texts).recognise("Sing.")
    assert found is not None
    assert found.source == PromptText(prompt=prompts[0], version=3, text="Sing.")


def test_words_are_compared_without_case_and_marks() -> None:
    assert prompt_words("You KEEP  the\ninn!") == prompt_words("*you* keep the inn")
    assert prompt_words("宿屋。") == ("宿", "屋")
    assert prompt_words(" *** ") == ("***",)
    assert word_likeness(("a", "b", "c"), ("a", "c")) == 0.8
    assert word_likeness((), ()) == 1.0


def test_groups_of_nearly_the_same_texts() -> None:
    texts = [
        "You keep the inn by the ford and speak softly to guests.",
        "Sing a song.",
        "you keep the inn  by the ford, and speak softly to guests",
        "You keep the mill by the ford and speak softly to guests.",
        "Sing a song!",
        "***",
        "",
    ]
    assert near_groups(texts, least=0.9) == [[0, 2, 3], [1, 4]]
    assert near_groups(texts, least=1) == [[0, 2], [1, 4]]
    assert near_groups([], least=0.9) == []


def _naive_groups(texts: list[str], least: float) -> list[list[int]]:
    groups: list[list[int]] = []
    for place, text in enumerate(texts):
        words = prompt_words(text)
        home = next((group for group in groups if _alike(prompt_words(texts[group[0]]), words, least)), None)
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    return [group for group in groups if len(group) > 1]


def _alike(one: tuple[str, ...], other: tuple[str, ...], least: float) -> bool:
    in_place = sum(left == right for left, right in zip(one, other, strict=False))
    return 2 * in_place >= least * (len(one) + len(other)) - 1e-9 or word_likeness(one, other) >= least


@pytest.mark.parametrize("least", [LEAST_LIKENESS, 0.8, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(6))
def test_no_alike_pair_is_missed_for_speed(seed: int, least: float) -> None:
    chance = random.Random(seed)  # noqa: S311 (a test, not a secret)
    words = [f"w{number}" for number in range(12)]
    bases = [[chance.choice(words) for _ in range(chance.randint(1, 14))] for _ in range(8)]
    texts = []
    for _ in range(120):
        text = list(chance.choice(bases))
        for _ in range(chance.randint(0, 4)):
            place = chance.randrange(len(text) + 1)
            text[place : place + chance.randint(0, 1)] = [chance.choice(words)] * chance.randint(0, 2)
        texts.append(" ".join(text))
    assert near_groups(texts, least=least) == _naive_groups(texts, least)
