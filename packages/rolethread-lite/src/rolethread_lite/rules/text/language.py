"""Tells English and French apart by their small words: enough for spacing, and for nothing else."""

import re

_ENGLISH = re.compile(
    r"\b(?:the|and|you|your|with|that|this|was|were|have|has|what|my|are|not|of|to|in|is|it|he|she|they|for|but)\b",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\b(?:le|les|des|est|une|et|vous|je|tu|qui|que|dans|pas|pour|avec|sur|ce|il|elle|mais|nous|mon|ton|son|du|au|ne"
    r"|lui|moi|toi|bonjour|bonsoir|merci|oui|monsieur|madame)\b|«[ \u00a0\u202f]",
    re.IGNORECASE,
)


def reads_as_english(text: str) -> bool:
    """Tell whether English words stand in the text, and more of them than French ones."""
    return len(_ENGLISH.findall(text)) > len(_FRENCH.findall(text))
