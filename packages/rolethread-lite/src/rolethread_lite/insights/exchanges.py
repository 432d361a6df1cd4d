"""How many exchanges an entry has: answers of the assistant, each with what led to it."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.message import ASSISTANT
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the assistant's turns."""
    return lay_out(reading).roles.count(ASSISTANT)


FIGURE = Figure(
    name="exchanges",
    title="Exchanges",
    unit="exchanges",
    shape=Shape.COUNT,
    measure=measure,
)
