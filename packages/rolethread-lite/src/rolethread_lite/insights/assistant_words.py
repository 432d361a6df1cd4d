"""How many words the assistant's messages have."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the words of the assistant's messages."""
    return layout.assistant_words


FIGURE = Figure(
    name="assistant_words",
    title="Words of the assistant",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
