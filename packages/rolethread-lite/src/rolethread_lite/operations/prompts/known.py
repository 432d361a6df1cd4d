"""The system prompts of the library as operations find and change them."""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.prompt_recognition import find_prompt
from rolethread_lite.model.stable_key import kept_name, stable_key
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.operations.names import usable_name
from rolethread_lite.store.view import View

_SHOWN = 3


def known_prompt(view: View, name: str) -> SystemPrompt:
    """Return the system prompt of that name; raises UnknownName, naming those there are."""
    return find_prompt(view.items(SystemPrompt), name=name)


def known_prompts(view: View, names: tuple[str, ...]) -> tuple[SystemPrompt, ...]:
    """Return the system prompts of those names, each once; raises UnknownName."""
    return tuple(dict.fromkeys(known_prompt(view, name) for name in names))


def free_name(view: View, name: str, *, key: str = "") -> str:
    """Return a name without spaces around it; raises InvalidValue when it cannot be one, or another prompt has it."""
    wanted = usable_name(name, word="system prompt")
    found = view.item(SystemPrompt, name=wanted)
    if found is not None and found.key != key:
        raise InvalidValue(f"there is a system prompt named “{wanted}” already", advice="Choose another name.")
    return wanted


def usable_text(text: str) -> str:
    """Return a text as the library can keep it; raises InvalidValue when it says nothing."""
    if not text.strip():
        raise InvalidValue("the text of a system prompt cannot be empty", advice="Give it some words.")
    return kept_name(text)


def added(view: View, *, name: str, text: str, description: str) -> Iterator[Change]:
    """Yield what brings a new system prompt into the library; raises InvalidValue for what it cannot be."""
    kept = free_name(view, name)
    key = stable_key(kept, taken={prompt.key for prompt in view.items(SystemPrompt)})
    yield PutItem(
        before=None,
        after=SystemPrompt(key=key, name=kept, text=usable_text(text), description=kept_name(description.strip())),
    )


def rewritten(prompt: SystemPrompt, *, text: str, description: str | None = None) -> Iterator[Change]:
    """Yield what gives a system prompt another text as a new version, the old one kept, or another description."""
    after = prompt if description is None else replace(prompt, description=kept_name(description.strip()))
    if text != prompt.text:
        earlier = PromptVersion(prompt=prompt.key, version=prompt.version, text=prompt.text)
        yield PutItem(before=None, after=earlier)
        after = replace(after, text=text, version=prompt.version + 1)
    if after != prompt:
        yield PutItem(before=prompt, after=after)


def switched(view: View, names: tuple[str, ...], *, is_active: bool) -> Iterator[Change]:
    """Yield what makes system prompts offered, or no longer."""
    for prompt in known_prompts(view, names):
        if prompt.is_active != is_active:
            yield PutItem(before=prompt, after=replace(prompt, is_active=is_active))


def in_label(names: tuple[str, ...]) -> str:
    """Return names as a label shows them: `“Keeper”, “Ferryman” and 3 more`."""
    shown = ", ".join(f"“{' '.join(name.split())}”" for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
