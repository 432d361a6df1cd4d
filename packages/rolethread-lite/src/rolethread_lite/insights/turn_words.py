"""The words of every turn of an entry, in order, system messages left out."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> tuple[int, ...]:
    """Return the words of each turn."""
    return layout.turn_words


FIGURE = Figure(
    name="turn_words",
    title="Words per turn",
    unit="words",
    shape=Shape.PER_TURN,
    measure=measure,
)
