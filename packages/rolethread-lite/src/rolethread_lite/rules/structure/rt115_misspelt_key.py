"""A key that looks like a misspelt one.

What it finds: a key of the entry that is one letter off from a key that means something here, where that key itself is
missing: `sytem`, `tag`, and lists called `message` or `conversation`. Every other key is yours, and kept as it is.

Why it matters for training: under the misspelt key nobody looks for the value, so it is never learned.

Example: `{"messages": […], "tag": ["harbour"]}`

Repaired: not by itself; if you meant `tags`, rename the key.
"""

from collections.abc import Iterator
from functools import lru_cache

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.json_text import JsonText
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule

RULE = Rule(code="RT115", name="misspelt-key", family="structure", severity=Severity.INFO, needs=(Needs.MEMBERS,))

_LISTS = ("messages", "conversations")
_KNOWN = (*_LISTS, "conversation", "system", "tags", "tools")
_OWN_WORDS = frozenset(("massages", "systems", "tag", "tool"))
_EXPLICIT = {"tag": "tags", "message": "messages"}


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each key that looks misspelt."""
    present = frozenset((*reading.entry.layout, *(key for key, _ in reading.entry.extra)))
    for key, raw in reading.entry.extra:
        meant = _meant_key(key)
        if meant and _is_missing(meant, present, raw):
            yield RULE.at_path(key, sentence=f"The key {key!r} looks like {meant!r}, and means nothing as it is.")


def _is_missing(meant: str, present: frozenset[str], raw: JsonText) -> bool:
    """Tell whether the value would be of use under the meant key; turns are always there under some key."""
    return raw.startswith(b"[") if meant in _LISTS else meant not in present


@lru_cache(maxsize=1024)
def _meant_key(key: str) -> str:
    """Return the key that was meant, an empty text when the key is a word of its own."""
    if key in _KNOWN:
        return ""
    if key in _EXPLICIT or key in _OWN_WORDS:
        return _EXPLICIT.get(key, "")
    return next((known for known in _KNOWN if len(known) > 4 and _is_one_off(key, known)), "")


def _is_one_off(word: str, known: str) -> bool:
    """Tell whether one letter was left out, added, exchanged or swapped with its neighbour, or a capital was used."""
    if word.lower() == known:
        return True
    same = next((at for at, pair in enumerate(zip(word, known, strict=False)) if pair[0] != pair[1]), len(known))
    rest, sought = word[same:], known[same:]
    return (
        rest[1:] == sought
        or rest == sought[1:]
        or rest[1:] == sought[1:]
        or (rest[:2] == sought[1::-1] and rest[2:] == sought[2:])
    )
