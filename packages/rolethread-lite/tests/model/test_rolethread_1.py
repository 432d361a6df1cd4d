"""What follows from the parts of RoleThread 1.0: slugs, states of tags, aliases to their last target, names apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.alias import AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.rolethread_1 import (
    MappedTurn,
    Registry,
    RegistryParts,
    RegistryTag,
    display_name_of,
    registry_tag,
    settle,
    slug_of,
)
from rolethread_lite.model.tag import Tag


def _parts(
    *,
    tags: tuple[RegistryTag, ...] = (),
    renames: tuple[tuple[str, str], ...] = (),
    characters: tuple[Character, ...] = (),
    turns: dict[str, tuple[MappedTurn, ...]] | None = None,
) -> RegistryParts:
    return RegistryParts(
        categories=(),
        closed=frozenset(),
        tags=tags,
        renames=renames,
        characters=characters,
        prompts=(),
        turns=turns or {},
        left_out=(),
    )


def _tag(slug: str, *, is_archived: bool = False, is_waiting: bool = False) -> RegistryTag:
    return RegistryTag(tag=Tag(key=slug, name=slug, is_archived=is_archived), is_waiting=is_waiting)


def _aliases(registry: Registry, kind: AliasKind = AliasKind.TAG) -> dict[str, str]:
    return {alias.name: alias.target for alias in registry.library.aliases if alias.kind is kind}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Storm Season", "storm_season"),
        ("  R&B  ", "r_b"),
        ("C++", "c"),
        ("Été", "t"),
        ("漢字", ""),
        ("مرحبا", ""),
        ("__a--b__", "a_b"),
        ("", ""),
    ],
)
def test_slugs_are_those_of_the_original(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=12))
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug_of(slug_of(name)) == slug_of(name)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("ai_generated", "AI Generated"),
        ("no_user_control", "No User Control"),
        ("rp_id_llm", "RP ID LLM"),
        ("x2", "X2"),
    ],
)
def test_names_are_those_of_the_original(slug: str, name: str) -> None:
    assert display_name_of(slug) == name


@pytest.mark.parametrize(
    ("status", "category", "lifecycle", "is_archived", "is_waiting"),
    [
        ("active", "places", {}, False, False),
        ("archived", "", {"archive_origin": "imported"}, True, True),
        ("archived", "", {"archive_origin": "deleted", "previous_category_slug": "places"}, True, False),
        ("archived", "", {}, True, True),
        ("archived", "places", {}, True, False),
        ("uncategorized", "", {}, True, True),
        ("hidden", "", {"archive_origin": "imported"}, True, False),
        ("archived", "", {"archive_origin": 5, "previous_category_slug": 7}, True, False),
    ],
)
def test_states_of_tags(
    status: str, category: str, lifecycle: dict[str, object], *, is_archived: bool, is_waiting: bool
) -> None:
    found = registry_tag(slug="fog", name="Fog", category=category, place=0, status=status, lifecycle=lifecycle)
    assert (found.tag.is_archived, found.is_waiting) == (is_archived, is_waiting)


def test_a_deleted_tag_keeps_the_category_it_had() -> None:
    lifecycle = {"archive_origin": "deleted", "previous_category_slug": "places"}
    found = registry_tag(slug="fog", name="Fog", category="", place=0, status="archived", lifecycle=lifecycle)
    assert found.tag.category == "places"


def test_a_name_that_does_not_follow_from_the_slug_becomes_the_description() -> None:
    named = [
        registry_tag(slug="fog_bank", name=name, category="", place=0, status="active", lifecycle={}).tag.description
        for name in ("Fog Bank", "Nebelbank")
    ]
    assert named == ["", "Nebelbank"]


def test_tags_that_wait_for_review_are_left_to_it() -> None:
    registry = settle(_parts(tags=(_tag("fog", is_archived=True, is_waiting=True), _tag("pier"))))
    assert [tag.key for tag in registry.library.tags] == ["pier"]
    assert registry.left_out == ()


@pytest.mark.parametrize(
    ("renames", "aliases", "left_out"),
    [
        ((("a", "pier"),), {"a": "pier"}, 0),
        ((("a", "b"), ("b", "c"), ("c", "pier")), {"a": "pier", "b": "pier", "c": "pier"}, 0),
        ((("a", "fog"), ("a", "pier")), {"a": "pier"}, 0),
        ((("a", "a"),), {}, 1),
        ((("a", "b"), ("b", "a")), {}, 2),
        ((("a", "b"), ("b", "c"), ("c", "b")), {}, 3),
        ((("a", "gone"),), {}, 1),
        ((("a", "waits"),), {}, 1),
        ((("pier", "fog"), ("a", "pier")), {"a": "pier"}, 1),
        ((("old", "pier"),), {"old": "pier"}, 0),
        ((("a", "old"),), {"a": "old"}, 0),
        ((("a", "old"), ("old", "pier")), {"a": "pier", "old": "pier"}, 0),
        ((("old", "gone"),), {}, 1),
        ((("a", "old"), ("old", "b"), ("b", "old")), {}, 3),
    ],
)
def test_aliases_lead_to_their_last_target(
    renames: tuple[tuple[str, str], ...], aliases: dict[str, str], left_out: int
) -> None:
    tags = (_tag("pier"), _tag("fog"), _tag("old", is_archived=True), _tag("waits", is_archived=True, is_waiting=True))
    registry = settle(_parts(tags=tags, renames=renames))
    assert _aliases(registry) == aliases
    assert len(registry.left_out) == left_out
    assert {alias.name for alias in registry.library.aliases}.isdisjoint(tag.name for tag in registry.library.tags)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=10))
def test_aliases_always_lead_to_tags_and_every_other_rename_is_named(renames: list[tuple[str, str]]) -> None:
    registry = settle(_parts(tags=(_tag("e"), _tag("f", is_archived=True)), renames=tuple(renames)))
    keys = {tag.key for tag in registry.library.tags}
    assert set(_aliases(registry).values()) <= keys
    assert len(_aliases(registry)) + len(registry.left_out) == len(dict(renames))


def _turn(character: str, label: str | None = None, place: int = 1) -> MappedTurn:
    return MappedTurn(place=place, character=character, role="user", label=label)


def test_labels_become_aliases_where_they_stood_for_one_character_only() -> None:
    characters = (Character(key="mira", name="Mira Vale"), Character(key="orsk", name="Orsk"))
    turns = {
        "1": (_turn("mira", "M."), _turn("orsk", "Captain"), _turn("orsk", "orsk")),
        "2": (_turn("mira", " captain "), _turn("mira", ""), _turn("gone", "G.")),
    }
    registry = settle(_parts(characters=characters, turns=turns))
    assert _aliases(registry, AliasKind.CHARACTER) == {"M.": "mira"}


def test_no_two_speak_under_one_name() -> None:
    characters = (
        Character(key="mira", name="Mira"),
        Character(key="mira_2", name="Mira"),
        Character(key="mira", name="Again"),
    )
    registry = settle(_parts(characters=characters, turns={"1": (_turn("mira_3"), _turn("orsk"))}))
    assert dict(registry.names) == {"mira": "Mira", "mira_2": "Mira (mira_2)", "mira_3": "Mira 3", "orsk": "Orsk"}
    assert len(registry.left_out) == 4
