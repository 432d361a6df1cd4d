"""How much of the assistant's text is action: the share of its characters in *single asterisks*.

A single stressed *word* looks the same and is counted; **doubled** asterisks and lists are not.
"""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.prose import acted_length, visible_length
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> float:
    """Return the share of the assistant's characters in single asterisks, 0 when there are none."""
    total = visible_length(reading.assistant_text)
    return sum([acted_length(turn.text) for turn in reading.assistant]) / total if total else 0.0


FIGURE = Figure(
    name="action_share",
    title="Action",
    unit="",
    shape=Shape.SHARE,
    measure=measure,
)
