"""How many different people speak in an entry, where the source names them."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the names that messages carry."""
    return len({message.speaker for message in layout.entry.messages} - {None})


FIGURE = Figure(
    name="speakers",
    title="Speakers",
    unit="speakers",
    shape=Shape.COUNT,
    measure=measure,
)
