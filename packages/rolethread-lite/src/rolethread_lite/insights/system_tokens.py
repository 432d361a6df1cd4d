"""How many tokens system messages have, estimated as in `tokens`."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import lay_out
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Estimate the tokens of system messages."""
    return lay_out(reading).system_tokens


FIGURE = Figure(
    name="system_tokens",
    title="Tokens of the system prompt (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
