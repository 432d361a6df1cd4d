"""The words of every turn of the assistant, in order."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> tuple[int, ...]:
    """Return the words of each of the assistant's turns."""
    return layout.assistant_turn_words


FIGURE = Figure(
    name="assistant_turn_words",
    title="Words per answer",
    unit="words",
    shape=Shape.PER_TURN,
    measure=measure,
)
