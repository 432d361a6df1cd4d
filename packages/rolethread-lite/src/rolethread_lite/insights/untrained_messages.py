"""How many messages of an entry are kept out of training by a flag of their own."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Count the messages that say they are not to be learned; what a trainer leaves out by itself is not counted."""
    return sum([message.train is False for message in layout.entry.messages])


FIGURE = Figure(
    name="untrained_messages",
    title="Messages kept out of training",
    unit="messages",
    shape=Shape.COUNT,
    measure=measure,
)
