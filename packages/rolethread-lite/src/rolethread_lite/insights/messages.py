"""How many messages an entry has, system messages included."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the messages."""
    return len(reading.entry.messages)


FIGURE = Figure(
    name="messages",
    title="Messages",
    unit="messages",
    shape=Shape.COUNT,
    measure=measure,
)
