"""How many tags an entry has."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the tags."""
    return len(layout.entry.tags)


FIGURE = Figure(
    name="tags",
    title="Tags",
    unit="tags",
    shape=Shape.COUNT,
    measure=measure,
    reads_tags=True,
)
