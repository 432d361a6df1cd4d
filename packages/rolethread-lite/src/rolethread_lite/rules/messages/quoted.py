"""Blanks out what is spoken, so that only the narration and the bare text of a turn are left."""

import re

_SPEECH = re.compile(
    r'"[^"\n]*(?:"|$)|“[^”\n]*(?:”|$)|„[^“”\n]*(?:[“”]|$)|«[^»\n]*(?:»|$)|「[^」\n]*(?:」|$)', re.MULTILINE
)


def blank_speech(text: str) -> str:
    """Return the text with spaces in place of what stands between quotation marks, at its full length.

    A mark that is never closed reaches to the end of its line.
    """
    return _SPEECH.sub(lambda found: " " * len(found[0]), text)
