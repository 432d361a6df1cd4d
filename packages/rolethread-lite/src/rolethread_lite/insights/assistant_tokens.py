"""How many tokens the assistant's messages have, estimated as in `tokens`."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Estimate the tokens of the assistant's messages."""
    return lay_out(reading).assistant_tokens


FIGURE = Figure(
    name="assistant_tokens",
    title="Tokens of the assistant (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
