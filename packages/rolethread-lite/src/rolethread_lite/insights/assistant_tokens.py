"""How many tokens the assistant's messages have, estimated as in `tokens`."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Estimate the tokens of the assistant's messages."""
    return layout.assistant_tokens


FIGURE = Figure(
    name="assistant_tokens",
    title="Tokens of the assistant (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
