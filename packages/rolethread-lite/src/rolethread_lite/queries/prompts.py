"""System prompts: which there are in the entries, what they are made of, and which nearly are others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.placeholder_prompt import is_placeholder_prompt
from rolethread_lite.model.prompt_likeness import check_likeness, near_groups, prompt_words
from rolethread_lite.model.prompt_recognition import PromptInstance, PromptText, Recogniser, find_prompt, prompt_texts
from rolethread_lite.model.runs import Run, compare_texts
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.store.aggregates import PromptTally, prompt_tallies
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptGroup:
    """The entries that have the same system prompt, or none."""

    text: str | None
    """The system prompt; None for the entries without one."""
    digest: str
    """Its digest, 32 hexadecimal digits, by which it can be named; empty for the entries without one."""
    entries: int
    """How many entries have it."""
    turns: int
    """How many turns these have."""
    share: float
    """Their share of the entries, from 0 to 1."""
    instance: PromptInstance | None = None
    """The system prompt of the library it is made of, None when it is made of none."""
    placeholders: int = 0
    """How many of the entries without one have the stand-in that RoleThread 1.0 wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPrompt:
    """A system prompt that nearly is another one."""

    group: PromptGroup
    """The system prompt and its entries."""
    of: str
    """The one it nearly is: of those alike the one that most entries have."""

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the words that differ."""
        return compare_texts(self.of, self.group.text or "")

    @property
    def has_same_words(self) -> bool:
        """Tell whether only whitespace, case and punctuation differ."""
        return prompt_words(self.of) == prompt_words(self.group.text or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPrompts:
    """System prompts that differ only in a few words."""

    leader: PromptGroup
    """The one that most entries have."""
    others: tuple[NearPrompt, ...]
    """Those that nearly are it, the most used first."""

    @property
    def members(self) -> tuple[PromptGroup, ...]:
        """Return all of them, the most used first."""
        return (self.leader, *(one.group for one in self.others))

    @property
    def entries(self) -> int:
        """Count the entries that have one of them."""
        return sum(one.entries for one in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptUse:
    """In how many entries of a dataset a version of a system prompt is in use."""

    dataset: str
    """The dataset's name."""
    version: int
    """The version."""
    entries: int
    """How many entries have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptUses:
    """A system prompt of the library and where it is in use."""

    prompt: SystemPrompt
    """The system prompt."""
    uses: tuple[PromptUse, ...]
    """Its use by dataset, then by version, the latest first."""

    @property
    def entries(self) -> int:
        """Count the entries that have it in any version."""
        return sum(use.entries for use in self.uses)


def library_texts(view: View) -> tuple[PromptText, ...]:
    """Return every version of every system prompt of the library: by prompt, the latest first."""
    return prompt_texts(view.items(SystemPrompt), view.items(PromptVersion))


def prompt_versions(view: View, *, prompt: str) -> tuple[PromptText, ...]:
    """Return all versions of a system prompt, the latest first; raises UnknownName."""
    found = find_prompt(view.items(SystemPrompt), name=prompt)
    return prompt_texts([found], [one for one in view.items(PromptVersion) if one.prompt == found.key])


def prompt_groups(view: View, *, dataset: str, selection: Selection | None = None) -> tuple[PromptGroup, ...]:
    """Return the system prompts of the selected entries, the most used first, and last the entries without one."""
    return _groups(_tallies(view, dataset, selection), Recogniser(library_texts(view)))


def find_prompt_text(view: View, *, dataset: str, word: str) -> str:
    """Return the system prompt of a dataset whose digest begins with a word; raises UnknownName."""
    wanted = word.lower()
    texts = _tallies(view, dataset, None)
    found = [one.text for one in texts if one.text is not None and wanted and _digest(one).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    what = "more than one system prompt has an id that begins with" if found else "there is no system prompt"
    raise UnknownName(f"{what} {word!r}", advice=f"`rolethread prompt groups` lists those of {dataset!r}.")


def near_identical_prompts(view: View, *, dataset: str, least: float = 0.9) -> tuple[NearPrompts, ...]:
    """Return groups of system prompts that share at least `least` of their words, those of most entries first.

    Prompts that differ only in whitespace, case or punctuation share all of them. Raises InvalidValue for a
    likeness that would bring together what has nothing to do with each other.
    """
    check_likeness(least)
    groups = [group for group in prompt_groups(view, dataset=dataset) if group.text is not None]
    found = near_groups([group.text or "" for group in groups], least=least)
    made = (_near([groups[place] for place in places]) for places in found)
    return tuple(sorted(made, key=lambda one: -one.entries))


def prompt_uses(view: View) -> tuple[PromptUses, ...]:
    """Return the system prompts of the library by name, with the entries that have them, by dataset and version."""
    recogniser = Recogniser(library_texts(view))
    entries: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for tally in prompt_tallies(view):
        instance = None if tally.text is None else recogniser.recognise(tally.text)
        if instance is not None:
            source = instance.source
            entries[source.prompt.key, tally.dataset, -source.version] += tally.entries
    uses: defaultdict[str, list[PromptUse]] = defaultdict(list)
    for (key, dataset, version), number in sorted(entries.items()):
        uses[key].append(PromptUse(dataset=dataset, version=-version, entries=number))
    return tuple(PromptUses(prompt=one, uses=tuple(uses[one.key])) for one in view.items(SystemPrompt))


def _tallies(view: View, dataset: str, selection: Selection | None) -> list[PromptTally]:
    key = view.dataset_key(dataset)
    if selection is None or selection.is_everything:
        return prompt_tallies(view, dataset=key)
    return prompt_tallies(view, dataset=key, keys=[place.key for place in view.places(key, selection)])


def _digest(tally: PromptTally) -> str:
    return "" if tally.digest is None else tally.digest.hex()


def _groups(tallies: Iterable[PromptTally], recogniser: Recogniser) -> tuple[PromptGroup, ...]:
    tallies = tuple(tallies)
    whole = sum(tally.entries for tally in tallies)
    stand_ins = [one for one in tallies if one.text is not None and is_placeholder_prompt(one.text)]
    without = [*(one for one in tallies if one.text is None), *stand_ins]
    groups = [
        PromptGroup(
            text=one.text,
            digest=_digest(one),
            entries=one.entries,
            turns=one.turns,
            share=one.entries / whole,
            instance=recogniser.recognise(one.text),
        )
        for one in tallies
        if one.text is not None and one not in stand_ins
    ]
    return (*groups, *_without_prompt(without, stand_ins, whole))


def _without_prompt(without: list[PromptTally], stand_ins: list[PromptTally], whole: int) -> Iterator[PromptGroup]:
    entries = sum(one.entries for one in without)
    if entries:
        turns = sum(one.turns for one in without)
        placeholders = sum(one.entries for one in stand_ins)
        yield PromptGroup(
            text=None, digest="", entries=entries, turns=turns, share=entries / whole, placeholders=placeholders
        )


def _near(groups: list[PromptGroup]) -> NearPrompts:
    leader = groups[0]
    others = tuple(NearPrompt(group=group, of=leader.text or "") for group in groups[1:])
    return NearPrompts(leader=leader, others=others)
