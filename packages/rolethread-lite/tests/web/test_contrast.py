"""Every pair of colours that is used together can be read, in dark and in light: computed from the tokens."""

import re
from pathlib import Path

import pytest

import rolethread_lite.web

TOKENS = (Path(rolethread_lite.web.__file__).parent / "static/css/tokens.css").read_text("utf-8")
TEXT, GRAPHIC = 4.5, 3.0
SURFACES = ("bg-0", "bg-1", "bg-2", "bg-3", "list", "field")
PAIRS = (
    *((text, surface, TEXT) for text in ("fg-0", "fg-1", "fg-2") for surface in SURFACES),
    *(
        (mark, surface, TEXT)
        for mark in ("error", "warn", "info", "ok", "accent")
        for surface in ("bg-0", "bg-1", "list")
    ),
    *((text, "accent-bg", TEXT) for text in ("fg-0", "fg-1", "fg-2", "error", "warn", "info")),
    ("on-accent", "accent", TEXT),
    ("error", "error-bg", TEXT),
    ("warn", "warn-bg", TEXT),
    ("info", "info-bg", TEXT),
    ("fg-0", "reply-bg", TEXT),
    ("narr", "reply-bg", TEXT),
    ("fg-0", "user-bg", TEXT),
    ("narr", "user-bg", TEXT),
    ("bg-0", "fg-0", TEXT),
    *(("ctl", surface, GRAPHIC) for surface in ("bg-1", "list", "field", "accent-bg")),
    *(("bar", surface, GRAPHIC) for surface in ("bg-1",)),
    *(("accent", surface, GRAPHIC) for surface in SURFACES),
)


def _theme(name: str) -> dict[str, str]:
    block = re.search(rf'\[data-theme="{name}"\] \{{(.*?)\}}', TOKENS, flags=re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_the_known_one() -> None:
    assert round(_contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_pair_can_be_read(theme: str) -> None:
    colours = _theme(theme)
    assert len(colours) == 25
    faint = [
        f"{front} on {back}: {_contrast(colours[front], colours[back]):.2f} < {least}"
        for front, back, least in PAIRS
        if _contrast(colours[front], colours[back]) < least
    ]
    assert faint == []
