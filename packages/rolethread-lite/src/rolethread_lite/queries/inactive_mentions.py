"""Finds the system prompts that still speak of characters which are no longer active."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from rolethread_lite.model.alias import AliasKind
from rolethread_lite.model.library import Library
from rolethread_lite.store.asking import key_array, rows_as
from rolethread_lite.store.view import View

_PROMPTS = "select p.id,p.text from prompt_text p where p.id in (select prompt from figure where dataset=?)"
_ENTRIES = (
    "select f.prompt,e.uid from figure f join entry e on e.id=f.id"
    " where e.dataset=? and f.prompt in carray(?) order by e.pos"
)
_WITHOUT_SPACES = frozenset(
    ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "HANGUL", "IDEOGRAPHIC", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")
)
"""Scripts whose words stand side by side, or carry endings: a name in them has no edges to look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InactiveMention:
    """An inactive character that system prompts still speak of."""

    character: str
    """The character's name."""
    names: tuple[str, ...]
    """The names of it that stand in system prompts."""
    entry_ids: tuple[str, ...]
    """The entries with such a prompt, in their order."""


def inactive_mentions(view: View, *, dataset: str) -> tuple[InactiveMention, ...]:
    """Return each inactive character whose name or alias stands as a whole word in a system prompt of the dataset.

    Each different prompt is read once, however many entries have it. Raises UnknownName.
    """
    key = view.dataset_key(dataset)
    sought = _inactive_names(view.library())
    if not sought:
        return ()
    prompts: defaultdict[str, set[int]] = defaultdict(set)
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for prompt in rows_as(_Prompt, view.connection, _PROMPTS, (key,)):
        text = _comparable(prompt.text)
        for one in sought:
            if _stands_in(text, one.sought):
                prompts[one.character].add(prompt.key)
                names[one.character][one.name] = None
    return tuple(_mention(view, key, name, names[name], prompts[name]) for name in sorted(prompts))


class _Prompt(NamedTuple):
    key: int
    text: str


class _Place(NamedTuple):
    prompt: int
    uid: bytes


class _Sought(NamedTuple):
    character: str
    name: str
    sought: str


def _mention(view: View, dataset: int, character: str, names: dict[str, None], prompts: set[int]) -> InactiveMention:
    places = rows_as(_Place, view.connection, _ENTRIES, (dataset, key_array(prompts)))
    ids = tuple(place.uid.hex() for place in places)
    return InactiveMention(character=character, names=tuple(sorted(names)), entry_ids=ids)


def _inactive_names(library: Library) -> list[_Sought]:
    """Return the names of inactive characters that no active one has too."""
    active = {one.key: one.name for one in library.characters if one.is_active}
    taken = {_comparable(name) for name in active.values()}
    taken |= {
        _comparable(alias.name)
        for alias in library.aliases
        if alias.kind is AliasKind.CHARACTER and alias.target in active
    }
    names = [(one.name, name) for one in library.characters if not one.is_active for name in library.names_of(one)]
    found = [_Sought(character, name, _comparable(name)) for character, name in names]
    return [one for one in found if one.sought and one.sought not in taken]


def _comparable(text: str) -> str:
    """Return a text in which the same letters are the same, upper or lower case, composed or not."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def _stands_in(text: str, name: str) -> bool:
    """Tell whether a name stands in a text as a whole word."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _is_edge(text[at - 1 : at], name[0]) and _is_edge(text[end : end + 1], name[-1]):
            return True
        at = text.find(name, at + 1)
    return False


def _is_edge(outside: str, inside: str) -> bool:
    """Tell whether a word can begin or end between a character of a name and what stands beside it."""
    if not (_is_of_word(outside) and _is_of_word(inside)):
        return True
    return _has_no_edges(inside) or _has_no_edges(outside)


def _is_of_word(character: str) -> bool:
    return character == "_" or (bool(character) and (character.isalnum() or unicodedata.category(character)[0] == "M"))


def _has_no_edges(character: str) -> bool:
    return unicodedata.name(character, "").partition(" ")[0] in _WITHOUT_SPACES
