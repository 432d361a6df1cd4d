"""Labels: what stands as a role although it is none, by the rules that find it."""

from rolethread_lite.model.speaker_labels import CALL
from rolethread_lite.rules.messages import rt207_role_word, rt208_speaker_as_role
from rolethread_lite.rules.messages.role_words import AMBIGUOUS, CALLS, fold_role, meant_role

LABEL_CODES = (rt207_role_word.RULE.code, rt208_speaker_as_role.RULE.code)
"""The rules that find labels: entries in which they find nothing have none."""


def is_label(role: str) -> bool:
    """Tell whether a role is a word that may be a name, or a name."""
    return not meant_role(role) or label_meaning(role) != ""


def label_meaning(label: str) -> str:
    """Return the role a label often stands for, CALL for a call of a tool, an empty text for a name."""
    word = fold_role(label)
    return CALL if word in CALLS else AMBIGUOUS.get(word, "")


def is_persons_name(label: str, *, role: str) -> bool:
    """Tell whether a label says who speaks, once it is known that its turns have a role.

    `bot` for the assistant says nothing more; `Bot` for the user is somebody of that name.
    """
    return bool(label.strip()) and label_meaning(label) not in (role, CALL)
