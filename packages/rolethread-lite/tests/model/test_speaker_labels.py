"""A guess is read off each conversation, and a dataset's is what most of them say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.character import Character
from rolethread_lite.model.speaker_labels import CALL, Hint, MappedRole, conclude, is_narrator, read_hints
from rolethread_lite.rules.messages.labels import label_meaning

ASSISTANT, USER, SYSTEM = MappedRole.ASSISTANT, MappedRole.USER, MappedRole.SYSTEM
NARRATOR, TOOL, SKIP = MappedRole.NARRATOR, MappedRole.TOOL, MappedRole.SKIP
STANDARD = ("user", "assistant", "system", "tool")

CASES = {
    "two take turns": ("Mira Orsk Mira Orsk", {"Mira": USER, "Orsk": ASSISTANT}),
    "two take turns behind a system message": ("system ミラ أورسك ミラ", {"ミラ": USER, "أورسك": ASSISTANT}),
    "two speak, not by turns": ("Mira Mira Orsk", {"Mira": USER, "Orsk": ASSISTANT}),
    "one opens, two take turns": ("Scene Mira Orsk Mira Orsk", {"Scene": SYSTEM, "Mira": USER, "Orsk": ASSISTANT}),
    "three, and there is a system message": (
        "system Ada Mira Orsk Mira",
        {"Ada": USER, "Mira": ASSISTANT, "Orsk": ASSISTANT},
    ),
    "three short turns are no scene": ("Ada Mira Orsk", {"Ada": USER, "Mira": ASSISTANT, "Orsk": ASSISTANT}),
    "one alone": ("Mira Mira", {}),
    "nobody else answers the user": ("user Mira user Orsk", {"Mira": ASSISTANT, "Orsk": ASSISTANT}),
    "there is no user": ("Mira assistant Orsk assistant", {"Mira": USER, "Orsk": USER}),
    "in the assistant's place": ("user Mira user assistant user Mira", {"Mira": ASSISTANT}),
    "in the user's place": ("Mira assistant user assistant Mira assistant", {"Mira": USER}),
    "between both": ("user Mira assistant", {}),
    "a narrator beside two": ("Narrator Mira Orsk Mira", {"Narrator": NARRATOR, "Mira": USER, "Orsk": ASSISTANT}),
    "a narrator in another language": ("user 旁白 user 旁白", {"旁白": NARRATOR}),
    "calls and answers of tools": (
        "user function_call observation assistant",
        {"function_call": SKIP, "observation": TOOL},
    ),
    "tools that take turns are nobody's side": (
        "function_call observation function_call observation",
        {"function_call": SKIP, "observation": TOOL},
    ),
    "words for roles": ("Player Bot Player Bot", {"Player": USER, "Bot": ASSISTANT}),
    "a word settles who begins": ("Mira player Mira player", {"Mira": ASSISTANT, "player": USER}),
    "a word of a role that is there is a name": ("user Player user Player", {"Player": ASSISTANT}),
    "two words of one role are names": ("Bot Model Bot Model", {"Bot": USER, "Model": ASSISTANT}),
    "context first": ("context Mira Orsk Mira", {"context": SYSTEM, "Mira": USER, "Orsk": ASSISTANT}),
    "somebody called Context": ("Mira Context Mira Context", {"Mira": USER, "Context": ASSISTANT}),
    "no label at all": ("system user assistant tool", {}),
}


def _roles_of(hints: dict[str, Hint]) -> dict[str, MappedRole]:
    return {label: hint.as_role for label, hint in hints.items()}


def _meanings(roles: list[str]) -> dict[str, str]:
    return {role: label_meaning(role) for role in roles if role not in STANDARD}


@pytest.mark.parametrize("case", CASES)
def test_what_one_conversation_says(case: str) -> None:
    words, expected = CASES[case]
    roles = words.split()
    assert _roles_of(read_hints(roles, meanings=_meanings(roles))) == expected


_LABELS = ("Mira", "Orsk", "Tobin", "player", "Bot", "narrator", "function_call", "observation", "context", "")


@given(st.lists(st.sampled_from((*STANDARD, *_LABELS)), max_size=9))
def test_only_labels_are_guessed_and_tools_are_never_a_side(roles: list[str]) -> None:
    meanings = _meanings(roles)
    hints = read_hints(roles, meanings=meanings)
    assert set(hints) <= set(meanings)
    for label, hint in hints.items():
        assert hint.reason
        if meanings[label] in (CALL, "tool"):
            assert hint.as_role in (SKIP, TOOL)


@given(st.lists(st.sampled_from((*STANDARD, *_LABELS[:3])), max_size=9))
def test_what_names_are_called_makes_no_difference(roles: list[str]) -> None:
    renamed = {"Mira": "アキ", "Orsk": "زيد", "Tobin": "Ö"}
    others = [renamed.get(role, role) for role in roles]
    found = read_hints(roles, meanings=_meanings(roles))
    again = read_hints(others, meanings=_meanings(others))
    assert {renamed[label]: hint for label, hint in found.items()} == again


BEGINS, ANSWERS = Hint(USER, "begins"), Hint(ASSISTANT, "answers")
OTHERWISE = Hint(ASSISTANT, "alone with the user")


def test_most_conversations_decide() -> None:
    guess = conclude([ANSWERS] * 3 + [OTHERWISE] * 2 + [BEGINS] * 4, character=None)
    assert (guess.as_role, guess.reason, guess.agreeing, guess.character) == (ASSISTANT, "answers", 5, "")


def test_where_they_do_not_agree_there_is_no_guess() -> None:
    guess = conclude([ANSWERS, BEGINS], character=None)
    assert (guess.as_role, guess.reason, guess.agreeing) == (SKIP, "the conversations do not agree", 0)
    assert conclude([], character=None).reason == "nothing says whose side this is"


def test_a_character_is_named_and_is_the_assistant_unless_something_else_is_said() -> None:
    mira = Character(key="mira", name="Mira", is_active=False)
    assert conclude([BEGINS], character=mira).as_role is USER
    for hints in ([], [BEGINS, ANSWERS]):
        guess = conclude(hints, character=mira)
        assert (guess.as_role, guess.character, guess.reason) == (ASSISTANT, "Mira", "a character of the library")


@pytest.mark.parametrize("word", ["Narrator", " game  master ", "\uff27\uff2d", "ERZÄHLER", "ナレーター"])
def test_who_tells_the_story_has_many_names(word: str) -> None:
    assert is_narrator(word)
    assert not is_narrator(f"{word} Mira")
