"""How many words the user's messages have."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the words of the user's messages."""
    return lay_out(reading).user_words


FIGURE = Figure(
    name="user_words",
    title="Words of the user",
    unit="words",
    shape=Shape.COUNT,
    measure=measure,
)
