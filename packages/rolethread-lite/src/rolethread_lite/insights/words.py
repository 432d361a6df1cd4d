"""How many words an entry has, all roles together."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the words of all messages."""
    return sum(lay_out(reading).words)


FIGURE = Figure(
    name="words",
    title="Words",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
