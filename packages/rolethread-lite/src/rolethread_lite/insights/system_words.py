"""How many words system messages have."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the words of system messages."""
    return layout.system_words


FIGURE = Figure(
    name="system_words",
    title="Words of the system prompt",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
