"""Finds for everything in another library what it is called here: by key, then by name, then by alias."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from rolethread_lite.model.alias import Alias
from rolethread_lite.model.character import Character
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag

Named = TypeVar("Named", Category, Tag, Character, SystemPrompt)


class Place(NamedTuple):
    """Where something of the other library belongs here."""

    key: str
    """Its key here."""
    is_there: bool
    """Whether there is something under that key."""
    is_same: bool
    """Whether that is the same thing; otherwise it only answers to the name, and has a namesake of its own."""


def places_of(
    mine: Sequence[Named],
    theirs: Sequence[Named],
    *,
    my_aliases: Sequence[Alias] = (),
    their_aliases: Sequence[Alias] = (),
) -> dict[str, Place]:
    """Return where each of `theirs` belongs, by its own key; nothing here is the same as two of them."""
    found = _same_by_key_or_name(mine, theirs)
    holders = {alias.name: alias.target for alias in my_aliases} | {item.name: item.key for item in mine}
    unclaimed = {item.name: item.key for item in mine if item.key not in set(found.values())}
    places = {key: Place(mine_key, is_there=True, is_same=True) for key, mine_key in found.items()}
    for item in theirs:
        if item.key in places:
            continue
        if item.name in holders:
            places[item.key] = Place(holders[item.name], is_there=True, is_same=False)
            continue
        others = [alias.name for alias in their_aliases if alias.target == item.key and alias.name in unclaimed]
        places[item.key] = Place(unclaimed.pop(others[0]) if others else item.key, bool(others), is_same=bool(others))
    return places


def _same_by_key_or_name(mine: Sequence[Named], theirs: Sequence[Named]) -> dict[str, str]:
    """Return the keys here of what has the same key, or else the same name."""
    keys = {item.key for item in mine}
    found = {item.key: item.key for item in theirs if item.key in keys}
    names = {item.name: item.key for item in mine if item.key not in found}
    found |= {item.key: names[item.name] for item in theirs if item.key not in found and item.name in names}
    return found
