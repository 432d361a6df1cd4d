r"""Formatting of a document in the words of a character.

What it finds: in the assistant's turns a code fence, bold text in double asterisks, a Markdown heading, an HTML page or
`div`, or the opening of a JSON object. Actions in single asterisks are no formatting.

Why it matters for training: these come from assistants that write documents; a character that has learned them answers
a confession with a headline. Where a scene shows a letter or a terminal, it may be just what you want.

Example: the assistant answers `## The harbour\n**Ines** waits at the pier.`

Repaired: not by itself; only you know whether the scene asks for it.
"""

import re
from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.spoken import assistant_turns
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT220",
    name="formatting-leakage",
    family="messages",
    severity=Severity.INFO,
    anchors=("```", "**", "# ", "<", "{"),
)

_KINDS = (
    ("a code fence", "```", re.compile(r"```")),
    ("bold text", "**", re.compile(r"(?<!\*)\*\*(?!\s)[^*\n]{2,}(?<!\s)\*\*(?!\*)")),
    ("a heading", "#", re.compile(r"^ {0,3}#{1,6} +[^\s#].*", re.MULTILINE)),
    ("HTML", "<", re.compile(r"<(?:html|div)\b", re.IGNORECASE | re.ASCII)),
    ("the opening of a JSON object", "{", re.compile(r'\{\s*"[^"\n]+"\s*:')),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each kind of formatting in each of the assistant's turns."""
    for turn in assistant_turns(reading):
        for kind, mark, pattern in _KINDS:
            found = pattern.search(turn.text) if mark in turn.text else None
            if found is not None:
                yield RULE.at_turn(
                    turn, sentence=f"The turn has the formatting of a document: {kind}.", span=found.span()
                )
