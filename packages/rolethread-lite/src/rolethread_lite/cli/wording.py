"""Numbers and nouns as people write them: thousands set apart, one entry but two entries."""

_IRREGULAR = {
    "category": "categories",
    "copy": "copies",
    "entry": "entries",
    "info": "info",
    "loss": "losses",
    "reply": "replies",
}
_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def number(value: float, *, digits: int = 0) -> str:
    """Return a number with its thousands set apart: `1,234`, `1,234.5`."""
    return f"{value:,.{digits}f}"


def plural(noun: str) -> str:
    """Return the noun for more than one; the last word of a phrase is the one that changes."""
    head, _, last = noun.rpartition(" ")
    many = _IRREGULAR.get(last, f"{last}s")
    return f"{head} {many}" if head else many


def count(value: int, noun: str) -> str:
    """Return a number with its noun: `1 entry`, `2,000 entries`, `no entries`."""
    if value == 0:
        return f"no {plural(noun)}"
    return f"{number(value)} {noun if value == 1 else plural(noun)}"


def size(value: int) -> str:
    """Return a number of bytes in the unit that suits it: `912 bytes`, `1.4 MB`."""
    amount = float(value)
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            return count(value, "byte") if unit == "bytes" else f"{amount:,.1f} {unit}"
        amount /= 1000
    raise AssertionError


def share(part: float, whole: float) -> str:
    """Return a share in percent: `12 %`, `0.4 %`; a part that is there is never shown as nothing."""
    if not whole:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "<0.1 %"
    return f"{percent:.1f} %" if 0 < percent < 10 and percent != round(percent) else f"{percent:.0f} %"


def listing(words: list[str]) -> str:
    """Return words as a sentence lists them: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
