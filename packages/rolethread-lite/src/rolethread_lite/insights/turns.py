"""How many turns an entry has: its messages without system messages."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the messages that are spoken."""
    return len(layout.turn_words)


FIGURE = Figure(
    name="turns",
    title="Turns",
    unit="turns",
    shape=Shape.COUNT,
    measure=measure,
)
