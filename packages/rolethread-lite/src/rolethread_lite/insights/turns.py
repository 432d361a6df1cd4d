"""How many turns an entry has: its messages without system messages."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the messages that are spoken."""
    roles = lay_out(reading).roles
    return len(roles) - roles.count(SYSTEM)


FIGURE = Figure(
    name="turns",
    title="Turns",
    unit="turns",
    shape=Shape.COUNT,
    measure=measure,
)
