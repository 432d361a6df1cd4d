"""How much of the assistant's text is speech: the share of its characters in speech marks.

Straight and curly marks, guillemets, „low“ marks and 「corner brackets」 count; single marks only where a
text has no others. Speech over several paragraphs may open each with a mark and close only the last. A
mark that is never closed, an inch sign and an apostrophe are no speech; nor is a line that a dash opens.
"""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout
from rolethread_lite.insights.prose import spoken_length_of


def measure(layout: Layout) -> float:
    """Return the share of the assistant's characters in speech marks, 0 when there are none."""
    total = layout.assistant_length
    return spoken_length_of(layout.assistant_texts) / total if total else 0.0


FIGURE = Figure(
    name="speech_share",
    title="Speech",
    unit="",
    shape=Shape.SHARE,
    measure=measure,
)
