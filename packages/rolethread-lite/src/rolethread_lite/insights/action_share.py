"""How much of the assistant's text is action: the share of its characters in *single asterisks*.

A single stressed *word* looks the same and is counted; **doubled** asterisks and lists are not.
"""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout
from rolethread_lite.insights.prose import acted_length_of


def measure(layout: Layout) -> float:
    """Return the share of the assistant's characters in single asterisks, 0 when there are none."""
    total = layout.assistant_length
    return acted_length_of(layout.assistant_texts) / total if total else 0.0


FIGURE = Figure(
    name="action_share",
    title="Action",
    unit="",
    shape=Shape.SHARE,
    measure=measure,
)
