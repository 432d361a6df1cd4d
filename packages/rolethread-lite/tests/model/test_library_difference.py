"""Two libraries are compared and one is taken into the other: by rule, one by one, and never half way."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Avatar, Character
from rolethread_lite.model.library import Library, LibraryItem
from rolethread_lite.model.library_difference import LibraryDifference, LibraryStanding, compare_libraries
from rolethread_lite.model.library_taking import (
    LibraryChoice,
    LibraryRule,
    LibrarySide,
    changes_to_take,
    chosen,
)
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

TAG, CHARACTER = AliasKind.TAG, AliasKind.CHARACTER


def _standings(difference: LibraryDifference) -> dict[str, str]:
    return {item.item: item.standing.value for item in difference.items}


def _fields(difference: LibraryDifference, item: str) -> list[tuple[str, str, str]]:
    (found,) = [one for one in difference.items if one.item == item]
    return [(one.name, one.mine, one.theirs) for one in found.fields]


def after(mine: Library, changes: Iterable[PutItem]) -> Library:
    """Return the library with changes made, held to what a workspace holds them to."""
    items: dict[object, LibraryItem] = {_place(item): item for item in mine.items}
    for change in changes:
        some_item = change.after if change.after is not None else change.before
        assert some_item is not None
        assert items.get(_place(some_item)) == change.before
        assert change.after is not None, "nothing is ever taken away"
        items[_place(some_item)] = change.after
        names = [(type(item), item.name) for item in items.values() if isinstance(item, Category | Tag)]
        names += [(type(item), item.name) for item in items.values() if isinstance(item, Character | SystemPrompt)]
        assert len(names) == len(set(names)), "no two have one name"
    kept = list(items.values())
    library = Library(
        categories=tuple(item for item in kept if isinstance(item, Category)),
        tags=tuple(item for item in kept if isinstance(item, Tag)),
        aliases=tuple(item for item in kept if isinstance(item, Alias)),
        characters=tuple(item for item in kept if isinstance(item, Character)),
        prompts=tuple(item for item in kept if isinstance(item, SystemPrompt)),
        versions=tuple(item for item in kept if isinstance(item, PromptVersion)),
    )
    _assert_whole(library)
    return library


def _place(item: LibraryItem) -> object:
    if isinstance(item, Alias):
        return item.kind, item.name
    if isinstance(item, PromptVersion):
        return item.prompt, item.version
    return type(item), item.key


def _assert_whole(library: Library) -> None:
    """Hold that nothing refers to what is not there."""
    categories = {one.key for one in library.categories}
    keys = {TAG: {one.key for one in library.tags}, CHARACTER: {one.key for one in library.characters}}
    assert all(tag.category in categories | {""} for tag in library.tags)
    assert all(alias.target in keys[alias.kind] for alias in library.aliases)
    assert all(one.prompt in {prompt.key for prompt in library.prompts} for one in library.versions)


def take(mine: Library, theirs: Library, rule: LibraryRule, *choices: tuple[str, LibrarySide]) -> Library:
    """Return the library after taking."""
    wanted = [LibraryChoice(item=item, side=side) for item, side in choices]
    return after(mine, changes_to_take(compare_libraries(mine, theirs), rule=rule, choices=wanted))


MINE = Library(
    categories=(Category(key="mood", name="Mood"),),
    tags=(
        Tag(key="battle_scene", name="battle_scene", category="mood", description="Swords."),
        Tag(key="calm", name="calm"),
    ),
    aliases=(Alias(kind=TAG, name="fight", target="battle_scene"),),
    characters=(Character(key="mira", name="Mira", description="The host.", card='{"name":"Mira","mood":"shy"}'),),
    prompts=(SystemPrompt(key="keeper", name="Keeper", text="Keep the inn."),),
)
THEIRS = Library(
    categories=(Category(key="mood", name="Moods"), Category(key="place", name="Place")),
    tags=(
        Tag(key="battle_scene", name="battle", category="mood", description="Axes."),
        Tag(key="quiet", name="calm", category="place", description="No noise."),
        Tag(key="fight", name="fight"),
        Tag(key="inn", name="inn", category="place"),
    ),
    aliases=(Alias(kind=TAG, name="tavern", target="inn"), Alias(kind=TAG, name="still", target="quiet")),
    characters=(Character(key="mira", name="Mira", description="The guest.", card='{"mood":"bold","name":"Mira"}'),),
    prompts=(SystemPrompt(key="keeper", name="Keeper", text="Keep the inn open.", version=2),),
    versions=(PromptVersion(prompt="keeper", version=1, text="Keep the inn."),),
)


def test_everything_is_matched_by_key_then_name_then_alias() -> None:
    difference = compare_libraries(MINE, THEIRS)
    assert _standings(difference) == {
        "category:Moods": "conflict",
        "category:Place": "new",
        "tag:battle": "conflict",
        "tag:calm": "fuller",
        "tag:fight": "same",
        "tag:inn": "new",
        "character:Mira": "conflict",
        "tag-alias:tavern": "new",
        "tag-alias:still": "new",
        "tag-alias:battle": "new",
        "prompt:Keeper": "conflict",
    }
    assert _fields(difference, "tag:battle") == [("description", "Swords.", "Axes.")]
    assert _fields(difference, "category:Moods") == [("name", "Mood", "Moods")]
    assert _fields(difference, "tag:calm") == [("category", "", "Place"), ("description", "", "No noise.")]
    assert _fields(difference, "character:Mira") == [
        ("description", "The host.", "The guest."),
        ("card.mood", "shy", "bold"),
    ]
    assert difference.count(LibraryStanding.NEW) == 5
    assert difference.brings_something
    assert not compare_libraries(MINE, MINE).brings_something


def test_none_takes_nothing() -> None:
    assert take(MINE, THEIRS, LibraryRule.NONE) == MINE


def test_new_takes_only_what_is_not_there() -> None:
    taken = take(MINE, THEIRS, LibraryRule.NEW)
    assert [tag.name for tag in taken.tags] == ["battle_scene", "calm", "inn"]
    assert taken.tags[:2] == MINE.tags
    assert taken.tags[2].category == "place"
    assert {(one.name, one.target) for one in taken.aliases} == {
        ("fight", "battle_scene"),
        ("battle", "battle_scene"),
        ("still", "calm"),
        ("tavern", "inn"),
    }
    assert (taken.characters, taken.prompts) == (MINE.characters, MINE.prompts)


def test_mine_also_fills_what_is_empty_here() -> None:
    taken = take(MINE, THEIRS, LibraryRule.MINE)
    assert taken.tags[0] == MINE.tags[0]
    assert taken.tags[1] == replace(MINE.tags[1], category="place", description="No noise.")
    assert taken.characters == MINE.characters
    assert taken.categories[0] == MINE.categories[0]


def test_theirs_wins_but_names_in_entries_stay() -> None:
    taken = take(MINE, THEIRS, LibraryRule.THEIRS)
    assert taken.tags[0] == replace(MINE.tags[0], description="Axes.")
    assert taken.categories[0].name == "Moods"
    assert taken.characters == THEIRS.characters
    assert taken.prompts == THEIRS.prompts
    assert taken.versions == THEIRS.versions
    assert take(taken, THEIRS, LibraryRule.THEIRS) == taken


@pytest.mark.parametrize(
    ("rule", "choice", "expected"),
    [
        (LibraryRule.MINE, ("tag:battle", LibrarySide.THEIRS), "Axes."),
        (LibraryRule.THEIRS, ("tag:battle", LibrarySide.MINE), "Swords."),
        (LibraryRule.NONE, ("tag:battle", LibrarySide.THEIRS), "Axes."),
    ],
)
def test_one_by_one_goes_before_the_rule(rule: LibraryRule, choice: tuple[str, LibrarySide], expected: str) -> None:
    assert take(MINE, THEIRS, rule, choice).tags[0].description == expected


def test_something_new_can_be_left_out_and_what_refers_to_it_stays_whole() -> None:
    taken = take(MINE, THEIRS, LibraryRule.NEW, ("category:Place", LibrarySide.MINE), ("tag:inn", LibrarySide.MINE))
    assert [tag.name for tag in taken.tags] == ["battle_scene", "calm"]
    assert "tavern" not in {alias.name for alias in taken.aliases}


def test_a_choice_about_nothing_is_refused() -> None:
    with pytest.raises(UnknownName, match="tag:inn"):
        take(MINE, THEIRS, LibraryRule.NEW, ("tag:none", LibrarySide.MINE))


@pytest.mark.parametrize("text", ["", "tag:battle", "=mine", "tag:battle=yours", "tag:battle=Mine"])
def test_what_is_no_choice(text: str) -> None:
    assert chosen(text) is None


def test_a_choice_about_a_name_with_a_sign_in_it() -> None:
    assert chosen("tag:a=b=theirs") == LibraryChoice(item="tag:a=b", side=LibrarySide.THEIRS)


def test_names_that_collide_under_other_keys_do_no_harm() -> None:
    mine = Library(categories=(Category(key="a", name="One"), Category(key="b", name="Two")))
    theirs = Library(
        categories=(Category(key="a", name="Two"), Category(key="c", name="One"), Category(key="b", name="Three")),
        tags=(Tag(key="t", name="t", category="c"),),
    )
    for rule in LibraryRule:
        taken = take(mine, theirs, rule)
        assert {one.key for one in taken.categories} == {"a", "b"}
    assert take(mine, theirs, LibraryRule.THEIRS).categories[1].name == "Three"
    assert take(mine, theirs, LibraryRule.NEW).tags[0].category == "a"


def test_a_tag_that_is_an_alias_here_stays_one() -> None:
    theirs = Library(tags=(Tag(key="war", name="fight", description="Other."),))
    assert _standings(compare_libraries(MINE, theirs)) == {"tag:fight": "same"}
    assert take(MINE, theirs, LibraryRule.THEIRS) == MINE


def test_an_alias_of_theirs_finds_the_tag_that_is_still_called_so_here() -> None:
    mine = Library(tags=(Tag(key="k1", name="battle_scene"),))
    theirs = Library(
        tags=(Tag(key="k2", name="battle", description="Swords."),),
        aliases=(Alias(kind=TAG, name="battle_scene", target="k2"),),
    )
    taken = take(mine, theirs, LibraryRule.MINE)
    assert taken.tags == (Tag(key="k1", name="battle_scene", description="Swords."),)
    assert taken.aliases == (Alias(kind=TAG, name="battle", target="k1"),)


def test_an_alias_that_means_something_else_is_a_conflict() -> None:
    mine = Library(
        characters=(Character(key="a", name="Ana"), Character(key="b", name="Ben")),
        aliases=(Alias(kind=CHARACTER, name="A.", target="a"),),
    )
    theirs = replace(mine, aliases=(Alias(kind=CHARACTER, name="A.", target="b"),))
    difference = compare_libraries(mine, theirs)
    assert _fields(difference, "character-alias:A.") == [("target", "Ana", "Ben")]
    assert take(mine, theirs, LibraryRule.MINE) == mine
    assert take(mine, theirs, LibraryRule.THEIRS).aliases == theirs.aliases


def test_an_older_text_of_a_prompt_is_no_conflict() -> None:
    mine = Library(
        prompts=(SystemPrompt(key="k", name="Keeper", text="Three.", version=3),),
        versions=(
            PromptVersion(prompt="k", version=1, text="One."),
            PromptVersion(prompt="k", version=2, text="Two."),
        ),
    )
    theirs = Library(prompts=(SystemPrompt(key="k", name="Keeper", text="One."),))
    assert _standings(compare_libraries(mine, theirs)) == {"prompt:Keeper": "same"}
    newer = take(theirs, mine, LibraryRule.THEIRS)
    assert newer == mine
    other = Library(prompts=(SystemPrompt(key="k", name="Keeper", text="Else."),))
    taken = take(mine, other, LibraryRule.THEIRS)
    assert (taken.prompts[0].text, taken.prompts[0].version) == ("Else.", 4)
    assert taken.versions[-1] == PromptVersion(prompt="k", version=3, text="Three.")


def test_a_picture_that_did_not_come_along_is_not_taken() -> None:
    character = Character(key="m", name="Mira", avatar="0" * 32)
    assert take(Library(), Library(characters=(character,)), LibraryRule.NEW).characters[0].avatar == ""
    given = Library(characters=(character,), avatars=(Avatar(digest="0" * 32, content=b"png"),))
    assert take(Library(), given, LibraryRule.NEW).characters == (character,)
    assert not compare_libraries(Library(characters=(character,)), Library(characters=(character,))).brings_something


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ('{"a":1,"b":"x"}', '{ "b": "x", "a": 1 }', []),
        ('{"data":{"name":"M"},"spec":"v2"}', '{"data":{"name":"N"},"spec":"v2"}', [("card.name", "M", "N")]),
        ('{"a":[1]}', '{"a":[2]}', [("card.a", "[1]", "[2]")]),
        ("broken", "{}", [("card", "broken", "{}")]),
        ("", '{"a":"x"}', [("card.a", "", "x")]),
    ],
)
def test_cards_are_compared_member_by_member(mine: str, theirs: str, expected: list[tuple[str, str, str]]) -> None:
    one = Library(characters=(Character(key="m", name="M", card=mine),))
    other = Library(characters=(Character(key="m", name="M", card=theirs),))
    (item,) = compare_libraries(one, other).items
    assert [(field.name, field.mine, field.theirs) for field in item.fields] == expected


def test_half_surrogate_pairs_and_repeats_are_settled_before_anything_is_compared() -> None:
    theirs = Library(
        tags=(Tag(key="a", name="\ud800"), Tag(key="b", name="\ufffd" * 3), Tag(key="a", name="other")),
        aliases=(Alias(kind=TAG, name="x", target="a"), Alias(kind=TAG, name="x", target="b")),
    )
    taken = take(Library(), theirs, LibraryRule.THEIRS)
    assert taken.tags == (Tag(key="a", name="\ufffd" * 3),)
    assert taken.aliases == (Alias(kind=TAG, name="x", target="a"),)


NAMES = some.sampled_from(["a", "A", "b", "\u0641", "e\u0301", "\U0001f642", "\ud800", "x y"])
TEXTS = some.sampled_from(["", "One.", "Two."])


def _unique(kind: some.SearchStrategy[LibraryItem]) -> some.SearchStrategy[tuple[LibraryItem, ...]]:
    return some.lists(kind, max_size=4).map(_first_of_each)


def _first_of_each(items: list[LibraryItem]) -> tuple[LibraryItem, ...]:
    kept: dict[object, LibraryItem] = {}
    names: set[str] = set()
    for item in items:
        name = f"{item.prompt} {item.version}" if isinstance(item, PromptVersion) else item.name
        if _place(item) not in kept and name not in names:
            kept[_place(item)] = item
            names.add(name)
    return tuple(kept.values())


@some.composite
def libraries(draw: some.DrawFn) -> Library:
    """Return a library in which everything refers to what is there."""
    categories = draw(_unique(some.builds(Category, key=NAMES, name=NAMES, description=TEXTS)))
    keys = [one.key for one in categories]
    tags = draw(
        _unique(some.builds(Tag, key=NAMES, name=NAMES, category=some.sampled_from(["", *keys]), description=TEXTS))
    )
    cast = draw(_unique(some.builds(Character, key=NAMES, name=NAMES, card=TEXTS)))
    prompts = draw(_unique(some.builds(SystemPrompt, key=NAMES, name=NAMES, text=TEXTS)))
    aliases: list[LibraryItem] = []
    for kind, items in ((TAG, tags), (CHARACTER, cast)):
        if items:
            targets = some.sampled_from([one.key for one in items])
            aliases += draw(_unique(some.builds(Alias, kind=some.just(kind), name=NAMES, target=targets)))
    return Library(
        categories=categories,  # type: ignore[arg-type] # each list holds what it was drawn for
        tags=tags,  # type: ignore[arg-type]
        aliases=tuple(aliases),  # type: ignore[arg-type]
        characters=cast,  # type: ignore[arg-type]
        prompts=prompts,  # type: ignore[arg-type]
    )


@given(mine=libraries(), theirs=libraries(), rule=some.sampled_from(LibraryRule))
def test_taking_never_fails_and_no_name_in_entries_changes(mine: Library, theirs: Library, rule: LibraryRule) -> None:
    known = take(Library(), mine, LibraryRule.NEW)
    taken = take(known, theirs, rule)
    names = {(type(item), item.key): item.name for item in (*taken.tags, *taken.characters)}
    assert all(names[type(item), item.key] == item.name for item in (*known.tags, *known.characters))
    if rule in (LibraryRule.NONE, LibraryRule.NEW):
        assert set(known.items) <= set(taken.items)


@given(theirs=libraries())
def test_an_empty_library_becomes_the_other_one(theirs: Library) -> None:
    taken = take(Library(), theirs, LibraryRule.NEW)
    assert take(Library(), taken, LibraryRule.NEW) == taken
    for rule in LibraryRule:
        assert take(taken, taken, rule) == taken
