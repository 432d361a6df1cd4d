"""Examples of taking from another library, for the laws that hold for every operation."""

from law_examples import Example
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule, LibrarySide
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.library.take_library import TakeLibrary

THEIRS = Library(
    categories=(Category(key="mood-x", name="Mood \U0001f56f", colour="#aa8800"),),
    tags=(
        Tag(key="inn-x", name="inn", category="mood-x", description="Where travellers stay."),
        Tag(key="dusk-x", name="\u0641\u062c\u0631", category="mood-x"),
    ),
    aliases=(Alias(kind=AliasKind.TAG, name="tavern", target="inn-x"),),
    characters=(Character(key="mira-x", name="Mira", card='{"name":"Mira"}'),),
    prompts=(SystemPrompt(key="keeper-x", name="Keeper", text="You keep the inn.", version=2),),
    versions=(PromptVersion(prompt="keeper-x", version=1, text="Keep the inn."),),
)

EXAMPLES: dict[str, list[Example]] = {
    "take-library": [
        lambda _: TakeLibrary(incoming=THEIRS),
        lambda _: TakeLibrary(incoming=THEIRS, rule=LibraryRule.THEIRS),
        lambda _: TakeLibrary(
            incoming=THEIRS,
            rule=LibraryRule.NONE,
            choices=(LibraryChoice(item="character:Mira", side=LibrarySide.THEIRS),),
        ),
    ],
}
"""Something to take from a library that has other keys, other scripts, and more to say."""

REPEATED_WITHOUT_EFFECT = {"take-library"}
