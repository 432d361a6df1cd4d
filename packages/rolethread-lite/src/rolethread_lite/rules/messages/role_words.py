"""The words that stand for a role: spellings that are clear, and words that may as well be somebody's name."""

from dataclasses import replace
from functools import lru_cache

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, ROLES, SYSTEM, TOOL, USER

_SPELLINGS = {
    USER: ("human", "humans", "prompter", "ueser", "uesr", "useer", "usr"),
    ASSISTANT: (
        "asistant",
        "assisstant",
        "assistat",
        "assistent",
        "assistnt",
        "assitant",
        "assitstant",
        "asst",
        "chatgpt",
        "gpt",
    ),
    SYSTEM: ("sys", "systm", "system prompt", "system_prompt", "sysytem", "sytem"),
    TOOL: (),
}
_WORDS = {
    USER: ("client", "customer", "input", "instruction", "person", "player", "prompt", "question", "you"),
    ASSISTANT: (
        "ai",
        "answer",
        "bard",
        "bing",
        "bot",
        "char",
        "character",
        "chatbot",
        "claude",
        "completion",
        "gemini",
        "model",
        "npc",
        "output",
        "response",
    ),
    SYSTEM: ("context", "developer"),
    TOOL: ("function", "function_response", "ipython", "observation", "tool_response", "tool_result"),
}
_CALLS = ("function_call", "tool_call")

SPELLINGS = {word: role for role, words in _SPELLINGS.items() for word in (role, *words)}
"""Lower-case spellings that can mean one role only."""
AMBIGUOUS = {word: role for role, words in _WORDS.items() for word in words}
"""Lower-case words that often stand for a role, and now and then for somebody of that name."""
CALLS = frozenset(_CALLS)
"""Words for a turn in which the assistant calls a tool; another word alone would not make it one."""

_MEANT = {**SPELLINGS, **AMBIGUOUS, **dict.fromkeys(_CALLS, ASSISTANT)}


def fold_role(role: str) -> str:
    """Return the role in the form in which words are compared."""
    return role.strip().lower()


@lru_cache(maxsize=4096)
def meant_role(role: str) -> str:
    """Return the role that a word stands for, an empty text when it is somebody's name."""
    return role if role in ROLES else _MEANT.get(fold_role(role), "")


def meant_roles(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles that these words stand for: the order of turns is judged by what they mean."""
    return tuple([meant_role(role) for role in roles])


def has_other_words(roles: tuple[str, ...]) -> bool:
    """Tell whether a role is anything but one of the roles, exactly as trainers write it."""
    return not ROLES.issuperset(roles)


def set_meant_role(entry: Entry, place: int | None) -> Entry:
    """Return the entry with the role that the word of the message at `place` stands for."""
    if place is None:
        return entry
    message = entry.messages[place]
    meant = meant_role(message.role) or message.role
    return entry if meant == message.role else entry.with_message(place, message=replace(message, role=meant))
