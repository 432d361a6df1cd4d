"""The user's share of the words that user and assistant exchange: 0.5 when both write as much."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> float:
    """Return the user's share of the words, 0 when nobody says any."""
    total = layout.user_words + layout.assistant_words
    return layout.user_words / total if total else 0.0


FIGURE = Figure(
    name="user_reply_balance",
    title="Words of the user among both",
    unit="",
    shape=Shape.SHARE,
    measure=measure,
)
