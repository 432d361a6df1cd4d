"""The stand-in for a system prompt that RoleThread 1.0 wrote, known by its digest alone."""

import hashlib

PLACEHOLDER_LENGTH = 143
PLACEHOLDER_SHA256 = "44191dbf9dacbc53d1b68b07a2c96508a7a70d6fabd2b0e59209e9fa2f3e9ab6"


def is_placeholder_prompt(text: str) -> bool:
    """Tell whether a text is the prompt that RoleThread 1.0 wrote where a conversation had none."""
    # The length is asked first: this is asked of every system prompt there is, and digests cost.
    if len(text) != PLACEHOLDER_LENGTH:
        return False
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == PLACEHOLDER_SHA256
