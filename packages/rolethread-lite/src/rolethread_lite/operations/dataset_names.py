"""Says which names a dataset can have."""

from rolethread_lite.errors import InvalidValue

LONGEST = 100
"""A name becomes a folder and a file name, and both must fit."""


def usable_name(name: str) -> str:
    """Return the name without spaces around it; raises InvalidValue when no dataset can have it."""
    kept = name.strip()
    if not kept or len(kept) > LONGEST or any(_is_unusable(character) for character in kept):
        raise InvalidValue(
            f"{name!r} cannot be the name of a dataset",
            advice=f"A name has 1 to {LONGEST} characters and no line breaks.",
        )
    return kept


def _is_unusable(character: str) -> bool:
    """Tell whether a character is a control character, or half a surrogate pair, which no file can be called by."""
    return ord(character) < 32 or "\ud800" <= character <= "\udfff"
