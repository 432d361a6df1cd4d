"""The words of every turn of an entry, in order, system messages left out."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> tuple[int, ...]:
    """Return the words of each turn."""
    return lay_out(reading).turn_words


FIGURE = Figure(
    name="turn_words",
    title="Words per turn",
    unit="words",
    shape=Shape.PER_TURN,
    measure=measure,
)
