"""How many tokens an entry has, estimated from its characters.

No tokenizer is asked. A token is taken as 3.6 characters, and as one character in Chinese, Japanese and
Korean: the ratios used where roleplay data is cut to a length, not calibrated for any one model. Each text
is rounded up on its own, so that the tokens of the roles add up to those of the entry.
"""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout


def measure(layout: Layout) -> int:
    """Estimate the tokens of all messages."""
    return layout.tokens


FIGURE = Figure(
    name="tokens",
    title="Tokens (estimated)",
    unit="tokens",
    shape=Shape.COUNT,
    measure=measure,
)
