"""Tables in plain text: columns that line up, with nothing drawn around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from rolethread_lite.cli.visible import clip, pad, width_of

_GAP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    title: str
    """What stands above it; empty for none."""
    right: bool = False
    """Whether its cells are set to the right, as numbers are."""
    most: int | None = None
    """The columns it may take at most; longer text is cut."""
    dim: bool = False
    """Whether it steps back behind the others."""


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, indent: int = 2) -> list[str]:
    """Return the lines of a table; a row of titles comes first when any column has one."""
    cut = [[_cut(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    titles = [column.title for column in columns]
    shown = [titles, *cut] if any(titles) else cut
    widths = [max((width_of(row[place]) for row in shown), default=0) for place in range(len(columns))]
    lines = [_line(row, columns, widths) for row in cut]
    if any(titles):
        heading = _plain_line(titles, columns, widths)
        lines.insert(0, click.style(heading, dim=True))
    return [" " * indent + line for line in lines]


def _cut(cell: str, column: Column) -> str:
    return clip(cell, width=column.most) if column.most is not None else cell


def _line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = _padded(row, columns, widths)
    cells = [click.style(cell, dim=True) if column.dim else cell for cell, column in zip(padded, columns, strict=True)]
    return _GAP.join(cells).rstrip()


def _plain_line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    return _GAP.join(_padded(row, columns, widths)).rstrip()


def _padded(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    """Return the cells in their widths; nothing follows the last one, not even spaces."""
    cells = [
        pad(cell, width=width, right=column.right) for cell, column, width in zip(row, columns, widths, strict=True)
    ]
    return [*cells[:-1], cells[-1].rstrip(" ")]
