"""How many alternatives (swipes) an entry keeps beside its chosen texts."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the alternatives of all messages."""
    return sum([len(message.alternatives) for message in layout.entry.messages])


FIGURE = Figure(
    name="alternatives",
    title="Alternatives",
    unit="alternatives",
    shape=Shape.COUNT,
    measure=measure,
)
