"""System prompts kept for use in many entries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPrompt:
    """A system prompt of the library: a text, or a template with variables such as `{{char}}`."""

    key: str
    """Its stable key; it never changes, whatever the prompt is called."""
    name: str
    """Its name, unique among system prompts."""
    text: str
    """The text of its latest version."""
    description: str = ""
    """What it is for."""
    is_active: bool = True
    """Whether it is offered."""
    version: int = 1
    """The number of its latest version, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptVersion:
    """An earlier version of a system prompt."""

    prompt: str
    """Key of the system prompt."""
    version: int
    """Its number, from 1."""
    text: str
    """The text it had."""
