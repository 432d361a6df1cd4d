"""A turn that says nothing.

What it finds: a turn of nothing but whitespace, and, less gravely, a turn of nothing but dots, quotation marks, dashes
or asterisks. A tool's empty answer, a call of a tool, and an empty system prompt (RT218) are not meant.

Why it matters for training: chat programs write an empty turn when an answer failed. A model that sees it learns to
answer with nothing. A turn that is just `…` may be a silence that you want.

Example: the user asks `Is the ferry late?`, and the assistant's content is `""`.

Repaired: not by itself; write the answer, or remove the turn with what led to it.
"""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import SYSTEM, TOOL, Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_role
from rolethread_lite.rules.messages.spoken import is_blank
from rolethread_lite.rules.rule import Rule

RULE = Rule(code="RT209", name="empty-content", family="messages", severity=Severity.ERROR)

_SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_MARKS = _SPACES + ".\u2026*_~\"'\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019-\u2013\u2014"


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn without a word."""
    if reading.is_plain and "" not in [text.lstrip(_MARKS) for text in reading.texts]:
        return
    for place, message in enumerate(reading.entry.messages):
        content = message.content
        if (isinstance(content, str) and content.strip(_MARKS)) or _may_be_empty(message):
            continue
        if is_blank(message):
            yield RULE.at_content(place, sentence="The turn is empty.")
        elif isinstance(content, str):
            found = RULE.at_content(place, sentence=f"The turn says nothing but {content.strip()!r}.")
            yield replace(found, severity=Severity.WARNING)


def _may_be_empty(message: Message) -> bool:
    return message.has_tool_calls or meant_role(message.role) in (SYSTEM, TOOL)
