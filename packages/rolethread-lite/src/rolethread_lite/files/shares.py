"""Divides groups among parts: by their content and a seed, never by their order, and none is torn apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import xxhash

from rolethread_lite.errors import InvalidValue

_SPLITS = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
    "eval": "test",
    "evaluation": "test",
}
"""Words in a file's name from which loaders of datasets tell which split it is."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_BETWEEN_WORDS = re.compile(r"[-._ 0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a partition."""

    name: str
    """Its name, and that of its file."""
    weight: int
    """Its share in relation to the other parts."""


def read_parts(text: str) -> tuple[Part, ...]:
    """Return the parts that `train=90,test=10` names; raises InvalidValue when it makes no sense."""
    parts = tuple(_read_part(piece.strip(), text) for piece in text.split(","))
    names = [part.name.lower() for part in parts]
    if len(parts) < 2:
        raise _refusal(text, "A partition needs at least two parts.")
    if len(set(names)) < len(names):
        raise _refusal(text, "Two parts have the same name.")
    _refuse_ambiguous(parts, text)
    return parts


def divide(sizes: Mapping[int, int], *, parts: tuple[Part, ...], seed: int) -> dict[int, int]:
    """Return the place of the part each group goes to.

    `sizes` gives the number of entries by the group's key. The large groups are placed first and each
    goes where most is missing, so that the shares come out as exactly as the groups allow.
    """
    total, weights = sum(sizes.values()), sum(part.weight for part in parts)
    missing = [part.weight * total for part in parts]
    placed: dict[int, int] = {}
    for key in sorted(sizes, key=lambda key: (-sizes[key], _scatter(key, seed))):
        place = max(range(len(parts)), key=lambda place: (missing[place], -place))
        missing[place] -= sizes[key] * weights
        placed[key] = place
    return placed


def _scatter(key: int, seed: int) -> int:
    return xxhash.xxh3_64_intdigest(b"%d %d" % (key, seed))


def _read_part(piece: str, text: str) -> Part:
    name, _, weight = (word.strip() for word in piece.partition("="))
    if not _NAME.fullmatch(name):
        raise _refusal(text, f"{name!r} cannot name a part: letters, digits, - and _ only.")
    if not weight.isdecimal() or not 0 < int(weight) <= 1_000_000:
        raise _refusal(text, f"The share of {name!r} must be a whole number above 0.")
    return Part(name=name, weight=int(weight))


def _refuse_ambiguous(parts: tuple[Part, ...], text: str) -> None:
    """Refuse names from which a loader would put two parts into one split."""
    taken: dict[str, str] = {}
    for part in parts:
        splits = {_SPLITS[word] for word in _BETWEEN_WORDS.split(part.name.lower()) if word in _SPLITS}
        if len(splits) > 1:
            raise _refusal(text, f"{part.name!r} reads as {' and '.join(sorted(splits))} at once.")
        for split in splits:
            if split in taken:
                raise _refusal(text, f"{taken[split]!r} and {part.name!r} would both be loaded as {split}.")
            taken[split] = part.name


def _refusal(text: str, what: str) -> InvalidValue:
    return InvalidValue(what, where=f"--parts {text}", advice="Write it like train=90,validation=5,test=5.")
