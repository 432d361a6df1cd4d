"""The voice of an assistant that refuses, or talks about itself.

What it finds: in the assistant's turns, outside quotation marks, phrases such as `As an AI language model` or
`I cannot assist with that request`, with straight or curly apostrophes. Phrases that a character may say as well, such
as `I'm not able to` or `I must remind you that`, count only when the same sentence speaks of requests, content,
guidelines, opinions or a role to be played.

Why it matters for training: a model learns from a handful of such turns to step out of its role and to refuse.

Example: the assistant answers `I'm sorry, but as an AI language model I cannot continue this scene.`

Repaired: not by itself; write what the character would say, or remove the turn.
"""

import re
from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.quoted import blank_speech
from rolethread_lite.rules.messages.spoken import assistant_turns
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT219",
    name="refusal-language",
    family="messages",
    severity=Severity.WARNING,
    folded_anchors=(
        "language model",
        "artificial intelligence",
        " assist",
        "t have personal",
        "not able to",
        "must remind you that",
        "important to note that i",
    ),
)

_APOSTROPHE = "['\u2019\u02bc]"
_CLEAR = re.compile(
    r"as an? (?:large |ai )?language model|as an artificial intelligence"
    rf"|i{_APOSTROPHE}m just an? (?:ai )?language model",
    re.IGNORECASE | re.ASCII,
)
_DOUBTFUL = re.compile(
    rf"i (?:cannot|can not|can{_APOSTROPHE}t) assist|i don{_APOSTROPHE}t have personal|i{_APOSTROPHE}m not able to"
    rf"|i must remind you that|it{_APOSTROPHE}s important to note that i",
    re.IGNORECASE | re.ASCII,
)
_EVIDENCE = re.compile(
    r"\b(?:requests?|content|guidelines?|polic(?:y|ies)|opinions?|beliefs|preferences|language model|an ai|ai|"
    r"assistant|role-?play(?:ing)?|explicit|inappropriate|harmful|illegal|fictional|"
    r"(?:this|that|the|your) (?:conversation|scenario|topic|prompt)|"
    r"(?:generate|provide|create|fulfil|fulfill) (?:that|this|such|any|you|a|an))\b",
    re.IGNORECASE | re.ASCII,
)
_SENTENCE_END = re.compile(r"[.!?…]+[\s\"\u201d*]|\n")


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each such phrase of the assistant."""
    for turn in assistant_turns(reading):
        if _CLEAR.search(turn.text) is None and _DOUBTFUL.search(turn.text) is None:
            continue
        narrated = blank_speech(turn.text)
        for start, end in sorted(_clear(narrated) + _supported(narrated)):
            said = turn.text[start:end]
            yield RULE.at_turn(turn, sentence=f"The assistant steps out of its role: {said!r}.", span=(start, end))


def _clear(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _CLEAR.finditer(text)]


def _supported(text: str) -> list[tuple[int, int]]:
    """Return the doubtful phrases whose sentence shows that an assistant, not a character, is speaking."""
    return [found.span() for found in _DOUBTFUL.finditer(text) if _EVIDENCE.search(_sentence_around(text, found))]


def _sentence_around(text: str, found: re.Match[str]) -> str:
    """Return the rest of the sentence before and after a phrase, the phrase itself left out."""
    before = text[: found.start()]
    starts = [end.end() for end in _SENTENCE_END.finditer(before)]
    end = _SENTENCE_END.search(text, found.end())
    return before[starts[-1] if starts else 0 :] + " " + text[found.end() : end.start() if end else len(text)]
