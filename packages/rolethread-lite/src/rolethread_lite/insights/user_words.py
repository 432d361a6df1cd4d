"""How many words the user's messages have."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the words of the user's messages."""
    return layout.user_words


FIGURE = Figure(
    name="user_words",
    title="Words of the user",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
