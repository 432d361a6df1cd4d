"""Turns numbers into the geometry of charts that the server draws: every bar is a link."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 350, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 8, 24
_STEPS = (1, 2, 2.5, 5, 10)
_LABELS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A range of a figure and how many entries, or turns, are in it."""

    least: str
    """The smallest value in it, as it is shown."""
    most: str
    """The largest value in it, as it is shown."""
    entries: int
    """How many."""
    address: str
    """Where they are, empty for nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a histogram, in units of the drawing."""

    x: float
    """Its left edge."""
    y: float
    """Its upper edge."""
    width: float
    """Its width."""
    height: float
    """Its height."""
    bin: Bin
    """What it stands for, and where it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number beside an axis."""

    at: float
    """Where it stands along its axis."""
    value: str
    """The number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """A histogram as it is drawn."""

    title: str
    """What is counted."""
    unit: str
    """What one value is about: `per entry`."""
    counted: tuple[str, str]
    """What the height of a bar counts: one of them, and several."""
    bars: tuple[Bar, ...]
    """The bars."""
    across: tuple[Tick, ...]
    """The numbers below."""
    up: tuple[Tick, ...]
    """The numbers beside."""
    left: int = _LEFT
    """Where the bars begin."""
    top: int = _TOP
    """Where the highest bar may end."""
    base: int = HEIGHT - _BOTTOM
    """Where all bars stand."""
    width: int = WIDTH
    """The width of the drawing."""
    height: int = HEIGHT
    """Its height."""


def draw_histogram(
    bins: Sequence[Bin], *, title: str, unit: str, counted: tuple[str, str] = ("entry", "entries")
) -> Histogram:
    """Return the drawing of a histogram; each bar leads to the address of its bin."""
    most = max((one.entries for one in bins), default=0)
    step = round_step(most)
    ceiling = max(step, -(-most // step) * step)
    room = HEIGHT - _TOP - _BOTTOM
    slot = (WIDTH - _LEFT - _RIGHT) / max(1, len(bins))

    def _height(entries: int) -> float:
        return round(room * entries / ceiling, 1)

    bars = tuple(
        Bar(
            x=round(_LEFT + place * slot + 1, 1),
            y=round(_TOP + room - _height(one.entries), 1),
            width=round(max(1.0, slot - 2), 1),
            height=_height(one.entries),
            bin=one,
        )
        for place, one in enumerate(bins)
    )
    every = max(1, -(-len(bars) // _LABELS))
    return Histogram(
        title=title,
        unit=unit,
        counted=counted,
        bars=bars,
        across=tuple(Tick(at=round(bar.x + bar.width / 2, 1), value=bar.bin.least) for bar in bars[::every]),
        up=tuple(Tick(at=_TOP + room - _height(value), value=f"{value:,}") for value in range(0, ceiling + 1, step)),
    )


def round_step(most: int, *, ticks: int = 4) -> int:
    """Return a round number of which `ticks` or fewer steps reach `most`."""
    raw = max(1, most / ticks)
    magnitude = 10 ** (len(str(int(raw))) - 1)
    return max(1, next(int(step * magnitude) for step in _STEPS if step * magnitude >= raw))
