"""Stable keys: how tags, characters and system prompts are recognised whatever they are called."""

import unicodedata
from collections.abc import Container


def kept_name(name: str) -> str:
    """Return a name as a workspace can keep it: half a surrogate pair becomes U+FFFD."""
    return name if name.isascii() else name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


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
