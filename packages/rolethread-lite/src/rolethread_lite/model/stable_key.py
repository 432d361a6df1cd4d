"""Stable keys: how tags, characters and system prompts are recognised whatever they are called."""

import unicodedata
from collections.abc import Container


def folded_name(name: str) -> str:
    """Return a name without what makes no difference to a reader: case, width, runs of spaces."""
    return "_".join(unicodedata.normalize("NFKC", name).casefold().split())


def stable_key(name: str, *, taken: Container[str]) -> str:
    """Return a key for something called `name`, letters of every script kept, that is not among `taken`."""
    base = folded_name(name) or "_"
    number = 1
    key = base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key
