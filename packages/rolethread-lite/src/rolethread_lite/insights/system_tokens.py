"""How many tokens system messages have, estimated as in `tokens`."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Estimate the tokens of system messages."""
    return layout.system_tokens


FIGURE = Figure(
    name="system_tokens",
    title="Tokens of the system prompt (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
