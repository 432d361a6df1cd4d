"""Small charts drawn in text: bars beside numbers, and a whole spread in one line."""

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_FULL = "█"
_NOTHING = "·"


def bar(value: float, *, most: float, width: int) -> str:
    """Return a bar for `value`, `width` columns long for `most`; what is there is never invisible."""
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    eighths = max(1, round(width * 8 * min(value, most) / most))
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def spread(counts: Sequence[int]) -> str:
    """Return a histogram in one line, one column for each bin."""
    most = max(counts, default=0)
    return "".join(_height(count, most) for count in counts)


def _height(count: int, most: int) -> str:
    if count <= 0:
        return _NOTHING
    return _HEIGHTS[max(0, round(len(_HEIGHTS) * count / most) - 1)]
