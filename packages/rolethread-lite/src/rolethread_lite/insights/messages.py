"""How many messages an entry has, system messages included."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the messages."""
    return len(layout.entry.messages)


FIGURE = Figure(
    name="messages",
    title="Messages",
    unit="messages",
    shape=Shape.COUNT,
    measure=measure,
)
