"""How many words the longest turn of an entry has."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the words of the longest turn."""
    return max(lay_out(reading).turn_words, default=0)


FIGURE = Figure(
    name="longest_turn",
    title="Longest turn",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
