"""How many words the longest turn of an entry has."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the words of the longest turn."""
    return max(layout.turn_words, default=0)


FIGURE = Figure(
    name="longest_turn",
    title="Longest turn",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
