"""Finds the entries whose system prompt has drifted from one of the library."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.model.placeholder_prompt import is_placeholder_prompt
from rolethread_lite.model.prompt_drift import Drift, measure_drift
from rolethread_lite.model.prompt_likeness import (
    LEAST_LIKENESS,
    check_likeness,
    prompt_words,
    shared_words,
)
from rolethread_lite.model.prompt_recognition import PromptInstance, PromptText, Recogniser
from rolethread_lite.model.prompt_template import read_template
from rolethread_lite.queries.prompts import library_texts, prompt_versions
from rolethread_lite.store.aggregates import PromptTally, prompt_tallies
from rolethread_lite.store.view import View

_WORTH_A_LOOK = 0.5
"""A text that lacks more of a template's words than this is not compared with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedPrompt:
    """Entries whose system prompt is nearly that of the library, but not as it is now."""

    dataset: str
    """Their dataset."""
    text: str
    """The system prompt they have."""
    digest: str
    """Its digest, 32 hexadecimal digits."""
    entries: int
    """How many entries have it."""
    version: int
    """The version of the library's prompt it is nearest to."""
    is_exact: bool
    """Whether it is just that version, which is no longer the latest."""
    drift: Drift
    """The text beside the latest version."""


def drifted(
    view: View, *, prompt: str, dataset: str | None = None, least: float = LEAST_LIKENESS
) -> tuple[DriftedPrompt, ...]:
    """Return the entries whose system prompt nearly is one of the library, in any version, but not its latest.

    Just an earlier version comes first, then the likeliest. What is made of another prompt of the library has not
    drifted from this one. Raises UnknownName, and InvalidValue for a likeness that says nothing.
    """
    check_likeness(least)
    versions = prompt_versions(view, prompt=prompt)
    search = _Search(versions, Recogniser(library_texts(view)), least=least)
    tallies = prompt_tallies(view, dataset=None if dataset is None else view.dataset_key(dataset))
    found = [one for tally in tallies if tally.text is not None for one in search.look(tally, tally.text)]
    return tuple(sorted(found, key=lambda one: (not one.is_exact, -one.drift.likeness, -one.entries)))


class _Search:
    """Compares texts with all versions of one system prompt."""

    def __init__(self, versions: tuple[PromptText, ...], recogniser: Recogniser, *, least: float) -> None:
        self._latest = versions[0]
        self._versions = [(one, prompt_words(read_template(one.text).plain)) for one in versions]
        self._recogniser = recogniser
        self._least = least

    def look(self, tally: PromptTally, text: str) -> Iterator[DriftedPrompt]:
        """Yield the text with what became of it, if it has drifted."""
        instance = self._recogniser.recognise(text)
        if instance is None:
            nearest = None if is_placeholder_prompt(text) else self._nearest(text)
        else:
            nearest = self._earlier(instance)
        if nearest is not None:
            yield DriftedPrompt(
                dataset=tally.dataset,
                text=text,
                digest="" if tally.digest is None else tally.digest.hex(),
                entries=tally.entries,
                version=nearest.version,
                is_exact=instance is not None,
                drift=measure_drift(
                    self._latest.text, text, values=None if instance is None else dict(instance.values)
                ),
            )

    def _earlier(self, instance: PromptInstance) -> PromptText | None:
        source = instance.source
        return source if source.prompt.key == self._latest.prompt.key and not source.is_latest else None

    def _nearest(self, text: str) -> PromptText | None:
        """Return the version that a text is like, None when it is like none; of equally like ones the latest."""
        words = prompt_words(text)
        best, found = self._least, None
        for one, plain in self._versions:
            if shared_words(plain, words) < _WORTH_A_LOOK:
                continue
            likeness = measure_drift(one.text, text).likeness
            if likeness >= best and (found is None or likeness > best):
                best, found = likeness, one
        return found
