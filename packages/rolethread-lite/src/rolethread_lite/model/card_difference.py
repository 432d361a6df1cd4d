"""The difference between two character cards, member by member."""

import json
from typing import NamedTuple

from rolethread_lite.model.json_text import JsonValue, NotJson, decode

_INNER = "data"
"""In newer cards everything stands in one member."""


class CardDifference(NamedTuple):
    """One member of a card that two cards say differently."""

    name: str
    """What it is: `personality`."""
    mine: str
    """What it says here; empty where it is not there."""
    theirs: str
    """What it says in the other card."""


def differing_members(mine: str, theirs: str) -> tuple[CardDifference, ...]:
    """Return what two cards say differently; cards that cannot be read are compared as a whole."""
    before, after = _members(mine), _members(theirs)
    if before is None or after is None:
        return () if mine == theirs else (CardDifference("", mine, theirs),)
    names = dict.fromkeys((*before, *after))
    pairs = ((name, _shown(before.get(name)), _shown(after.get(name))) for name in names)
    return tuple(CardDifference(*pair) for pair in pairs if pair[1] != pair[2])


def _members(card: str) -> dict[str, JsonValue] | None:
    """Return the members of a card, those of its inner object among them."""
    if not card:
        return {}
    try:
        value = decode(card.encode("utf-8", "surrogatepass"))
    except NotJson:
        return None
    if not isinstance(value, dict):
        return None
    inner = value.get(_INNER)
    if not isinstance(inner, dict):
        return value
    return {name: member for name, member in value.items() if name != _INNER} | inner


def _shown(value: JsonValue) -> str:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
