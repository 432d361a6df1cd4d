"""How many tokens the user's messages have, estimated as in `tokens`."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Estimate the tokens of the user's messages."""
    return layout.user_tokens


FIGURE = Figure(
    name="user_tokens",
    title="Tokens of the user (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
