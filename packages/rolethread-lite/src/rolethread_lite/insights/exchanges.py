"""How many exchanges an entry has: answers of the assistant, each with what led to it."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the assistant's turns."""
    return len(layout.assistant_turn_words)


FIGURE = Figure(
    name="exchanges",
    title="Exchanges",
    unit="exchanges",
    shape=Shape.COUNT,
    measure=measure,
)
