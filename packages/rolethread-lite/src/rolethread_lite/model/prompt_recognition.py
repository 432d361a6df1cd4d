"""Recognises texts as instances of the library's system prompts, in any of their versions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.prompt_template import match, read_template
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt

_HEAD = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptText:
    """One version of a system prompt with its text."""

    prompt: SystemPrompt
    """The system prompt."""
    version: int
    """The number of the version."""
    text: str
    """The text it has in this version."""

    @property
    def is_latest(self) -> bool:
        """Tell whether there is no later version."""
        return self.version == self.prompt.version


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptInstance:
    """A text recognised as a system prompt of the library."""

    source: PromptText
    """The system prompt and the version it is an instance of."""
    values: tuple[tuple[str, str], ...]
    """The values of its variables."""


def prompt_texts(prompts: Iterable[SystemPrompt], versions: Iterable[PromptVersion]) -> tuple[PromptText, ...]:
    """Return every version of every prompt: by prompt, the latest first."""
    earlier: defaultdict[str, list[PromptVersion]] = defaultdict(list)
    for version in versions:
        earlier[version.prompt].append(version)
    return tuple(one for prompt in prompts for one in _texts_of(prompt, earlier[prompt.key]))


def find_prompt(prompts: Iterable[SystemPrompt], *, name: str) -> SystemPrompt:
    """Return the system prompt of that name, or with that key; raises UnknownName, naming those there are."""
    prompts = tuple(prompts)
    wanted = kept_name(name).strip()
    found = [prompt for prompt in prompts if prompt.name == wanted] or [one for one in prompts if one.key == wanted]
    if found:
        return found[0]
    names = ", ".join(f"“{prompt.name}”" for prompt in prompts)
    advice = f"There are: {names}." if names else "There is none yet: create one first."
    raise UnknownName(f"there is no system prompt named {name!r}", advice=advice)


class Recogniser:
    """Knows all versions of all system prompts, and which of them a text is made of."""

    def __init__(self, texts: Iterable[PromptText]) -> None:
        """Know these versions. A text that fits several is taken for the one that says most of it in plain words."""
        ranked = sorted(texts, key=_rank)
        self._by_head: defaultdict[str, list[tuple[int, PromptText]]] = defaultdict(list)
        for place, one in enumerate(ranked):
            self._by_head[_head(one.text)].append((place, one))

    def recognise(self, text: str) -> PromptInstance | None:
        """Return what a text is an instance of, None when it is none."""
        for _, one in self._candidates(text):
            values = match(one.text, text)
            if values is not None:
                return PromptInstance(source=one, values=tuple(values.items()))
        return None

    def _candidates(self, text: str) -> list[tuple[int, PromptText]]:
        found = (one for head in {text[:_HEAD], ""} for one in self._by_head.get(head, ()))
        return sorted(found, key=itemgetter(0))


def _texts_of(prompt: SystemPrompt, earlier: Iterable[PromptVersion]) -> Iterator[PromptText]:
    yield PromptText(prompt=prompt, version=prompt.version, text=prompt.text)
    for one in sorted(earlier, key=lambda version: -version.version):
        yield PromptText(prompt=prompt, version=one.version, text=one.text)


def _head(text: str) -> str:
    """Return the plain beginning that all instances of a text share, if it is long enough to find them by."""
    pieces = read_template(text).pieces
    first = pieces[0] if pieces else ""
    return first[:_HEAD] if isinstance(first, str) and len(first) >= _HEAD else ""


def _rank(one: PromptText) -> tuple[int, bool, bool, str, int]:
    plain = sum(len(piece) for piece in read_template(one.text).pieces if isinstance(piece, str))
    return -plain, not one.is_latest, not one.prompt.is_active, one.prompt.name, -one.version
