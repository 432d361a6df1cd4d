"""What a tag, a character or a system prompt may be called."""

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.stable_key import kept_name


def is_usable(name: str) -> bool:
    """Tell whether something can be called so as it stands: one line, not empty, no spaces around it."""
    return name == name.strip() and len(name.splitlines()) == 1 and "\0" not in name


def usable_name(name: str, *, word: str) -> str:
    """Return a name without spaces around it; raises InvalidValue for an empty one, and one of several lines.

    `word` says what is called so: `tag`. Nothing else of it changes, whatever its script.
    """
    kept = kept_name(name).strip()
    if not kept:
        raise InvalidValue(f"the name of a {word} cannot be empty", advice="Give it at least one character.")
    if not is_usable(kept):
        raise InvalidValue(
            f"the name of a {word} stands in one line; {kept!r} does not", advice="Write it in one line."
        )
    return kept


def in_one_line(name: str) -> str:
    """Return a tag as a label may show it, also one that came in with line breaks."""
    return " ".join(name.split())
