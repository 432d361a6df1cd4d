"""A message without content.

What it finds: a message whose content is `null` or missing, unless it calls a tool, which needs no text.

Why it matters for training: a chat template writes the word `None` in its place or stops, and so the model learns an
answer that nobody wrote, or nothing.

Example: the user asks `Is the ferry late?`, and the assistant's content is `null`.

Repaired: not by itself; write what is said, or remove the message.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule

RULE = Rule(
    code="RT202",
    name="missing-content",
    family="messages",
    severity=Severity.ERROR,
    needs=(Needs.OTHER_CONTENT,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each message that has no content and calls no tool."""
    for place, message in enumerate(reading.entry.messages):
        if message.content is None and not message.has_tool_calls:
            yield RULE.at_content(place, sentence="The message has no content, and calls no tool.")
