"""How many words an entry has, all roles together."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the words of all messages."""
    return layout.words


FIGURE = Figure(
    name="words",
    title="Words",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
