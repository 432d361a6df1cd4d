"""Brings whoever speaks by a mapping into the cast: new characters, and the names they had as aliases."""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.cast import Cast
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerMapping
from rolethread_lite.model.stable_key import kept_name, stable_key
from rolethread_lite.operations.characters.adopt_characters import can_be_adopted
from rolethread_lite.operations.names import usable_name
from rolethread_lite.rules.messages.labels import is_persons_name

_SPOKEN = (MappedRole.USER, MappedRole.ASSISTANT)


def spoken_as(mapping: tuple[SpeakerMapping, ...], *, cast: Cast) -> dict[str, SpeakerMapping]:
    """Return the mapping by label, every alias of a character replaced by its name."""
    return {kept_name(one.label): replace(one, character=_known_name(one.character, cast)) for one in mapping}


def cast_changes(mapping: tuple[SpeakerMapping, ...], *, cast: Cast, create: bool) -> Iterator[PutItem]:
    """Yield the characters that are new, then the labels that become an alias of a character.

    Raises InvalidValue for a name that no character can have.
    """
    made: dict[str, Character] = {}
    for name in map(_name_of, mapping) if create else ():
        if name and name not in made and cast.find(name) is None:
            taken = cast.keys | {character.key for character in made.values()}
            made[name] = Character(key=stable_key(name, taken=taken), name=name)
            yield PutItem(before=None, after=made[name])
    for one in mapping:
        label, name = kept_name(one.label), _name_of(one)
        character = made.get(name) or cast.find(name)
        is_free = label not in made and cast.find(label) is None
        if character is not None and is_free and _is_name(one):
            alias = Alias(kind=AliasKind.CHARACTER, name=label, target=character.key)
            yield PutItem(before=cast.aliases.get(label), after=alias)


def _name_of(one: SpeakerMapping) -> str:
    """Return who speaks the turns of a label: the character that is given, or the label where it can be one's name."""
    if one.character.strip():
        return usable_name(one.character, word="character")
    is_person = one.as_role in _SPOKEN and _is_name(one) and can_be_adopted(one.label)
    return kept_name(one.label) if is_person else ""


def _is_name(one: SpeakerMapping) -> bool:
    return is_persons_name(one.label, role=one.as_role)


def _known_name(name: str, cast: Cast) -> str:
    found = cast.find(name.strip())
    return found.name if found is not None else name.strip()
