"""How many words system messages have."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the words of system messages."""
    return lay_out(reading).system_words


FIGURE = Figure(
    name="system_words",
    title="Words of the system prompt",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
