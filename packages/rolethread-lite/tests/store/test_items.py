"""The library and the settings are kept one by one, and a change that comes too late is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import InvalidValue, UnknownName, WorkspaceMoved
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Item, Library
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.stable_key import folded_name, stable_key
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.workspace import Workspace

ITEMS: tuple[Item, ...] = (
    Category(key="mood", name="Mood", description="How it feels", colour="#102030", place=2),
    Tag(key="calm", name="Ruhig & كلمة", category="mood", description="d", colour="#fff000", place=1, is_archived=True),
    Alias(kind=AliasKind.TAG, name="quiet", target="calm"),
    Alias(kind=AliasKind.CHARACTER, name="quiet", target="mira"),
    Character(key="mira", name="Mira", description="d", is_active=False, card='{"name":"Mira"}', avatar="0f" * 16),
    SystemPrompt(key="inn", name="The inn", text="Keep {{char}}.", description="d", is_active=False, version=2),
    PromptVersion(prompt="inn", version=1, text="Keep."),
    Setting(name="snapshots.daily", value="false"),
)


def _put(workspace: Workspace, before: Item | None, after: Item | None) -> None:
    workspace._store.commit([PutItem(before=before, after=after)], label="Put", operation="{}")


def _library(workspace: Workspace) -> Library:
    with workspace.view() as view:
        return view.library()


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_comes_changes_and_goes_and_every_step_is_taken_back(workspace: Workspace, item: Item) -> None:
    changed = item if isinstance(item, Alias | PromptVersion | Setting) else replace(item, name="Other", description="")
    _put(workspace, None, item)
    with workspace.view() as view:
        assert view.items(type(item)) == (item,)
    if changed != item:
        _put(workspace, item, changed)
    _put(workspace, changed, None)
    with workspace.view() as view:
        assert view.items(type(item)) == ()
    workspace.undo()
    with workspace.view() as view:
        assert view.items(type(item)) == (changed,)
    workspace.undo()
    if changed != item:
        with workspace.view() as view:
            assert view.items(type(item)) == (item,)
        workspace.undo()
    with workspace.view() as view:
        assert view.items(type(item)) == ()


@pytest.mark.parametrize("item", ITEMS)
def test_a_change_of_what_is_no_longer_so_is_refused(workspace: Workspace, item: Item) -> None:
    with pytest.raises(WorkspaceMoved, match="was changed meanwhile"):
        _put(workspace, item, None)
    _put(workspace, None, item)
    with pytest.raises(WorkspaceMoved, match="was changed meanwhile"):
        _put(workspace, None, item)
    with workspace.view() as view:
        assert view.items(type(item)) == (item,)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (Tag(key="a", name="Rain"), Tag(key="b", name="Rain"), "there is a tag named 'Rain' already"),
        (Category(key="a", name="Mood"), Category(key="b", name="Mood"), "there is a category named 'Mood' already"),
        (Character(key="a", name="Mira"), Character(key="b", name="Mira"), "there is a character named 'Mira' already"),
        (
            SystemPrompt(key="a", name="Inn", text="1"),
            SystemPrompt(key="b", name="Inn", text="2"),
            "there is a system prompt named 'Inn' already",
        ),
    ],
)
def test_a_name_is_given_once(workspace: Workspace, one: Item, other: Item, said: str) -> None:
    _put(workspace, None, one)
    with pytest.raises(InvalidValue, match=said):
        _put(workspace, None, other)
    assert _library(workspace).items == (one,)


def test_names_that_only_look_alike_are_different_names(workspace: Workspace) -> None:
    names = ("C++", "C#", "c", "C", "Été", "ete", "日本語", "مرحبا")
    for name in names:
        taken = {tag.key for tag in _library(workspace).tags}
        _put(workspace, None, Tag(key=stable_key(name, taken=taken), name=name))
    assert {tag.name for tag in _library(workspace).tags} == set(names)


def test_half_a_surrogate_pair_is_kept_as_a_replacement(workspace: Workspace) -> None:
    tag = Tag(key="half", name="half \ud800")
    _put(workspace, None, tag)
    shown = replace(tag, name="half \ufffd\ufffd\ufffd")
    assert _library(workspace).tags == (shown,)
    _put(workspace, tag, replace(tag, is_archived=True))
    assert _library(workspace).tags == (replace(shown, is_archived=True),)


def test_a_picture_is_kept_once_and_found_by_its_digest(workspace: Workspace) -> None:
    first, again = (workspace._store.keep_avatar(b"\x89PNG picture") for _ in range(2))
    assert first == again
    with workspace.view() as view:
        assert view.avatar(first.digest) == first
        with pytest.raises(UnknownName, match="no such picture"):
            view.avatar("0" * 32)


@given(names=st.lists(st.text(max_size=12), max_size=8))
def test_keys_differ_and_are_those_of_the_names(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        key = stable_key(name, taken=taken)
        assert key not in taken
        assert key.startswith(folded_name(name) or "_")
        taken.append(key)
