"""System prompts as they are shown: those of the library with their use and versions, and those of a dataset."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.prompt_recognition import PromptText
from rolethread_lite.model.prompt_template import Piece, read_template, variables_of
from rolethread_lite.model.runs import Run, compare_texts
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.queries.drifted_prompts import DriftedPrompt, drifted
from rolethread_lite.queries.prompts import PromptGroup, PromptUses, prompt_groups, prompt_uses, prompt_versions
from rolethread_lite.workspace import Workspace

_LONGEST_LIST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version of a system prompt."""

    text: PromptText
    """The version."""
    runs: tuple[Run, ...]
    """What it changed in the one before it; the whole text for the first."""
    entries: int
    """How many entries have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow:
    """Entries of a dataset that have a system prompt of the library with the same values."""

    dataset: str
    """The dataset's name."""
    group: PromptGroup
    """The entries."""
    address: str
    """Where they are."""

    @property
    def words(self) -> str:
        """Return with which values, and in which version where that is not the latest."""
        instance = self.group.instance
        if instance is None:
            return ""
        values = ", ".join(f"{name}: {' '.join(value.split())}" for name, value in instance.values)
        version = "" if instance.source.is_latest else f"version {instance.source.version}"
        return " · ".join(part for part in (values, version) if part) or "just as it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRow:
    """Entries whose system prompt has drifted."""

    drifted: DriftedPrompt
    """The system prompt they have."""
    dataset: int
    """Key of their dataset."""
    address: str
    """Where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPage:
    """Everything that is shown of one system prompt."""

    prompt: SystemPrompt
    """The system prompt."""
    pieces: tuple[Piece, ...]
    """Its text and its variables in turn."""
    macros: tuple[str, ...]
    """What looks like a macro of another program."""
    variables: tuple[str, ...]
    """The names of its variables."""
    versions: tuple[VersionRow, ...]
    """All versions, the latest first."""
    instances: tuple[InstanceRow, ...]
    """The entries that have it."""
    drifted: tuple[DriftRow, ...]
    """The entries that nearly have it."""

    @property
    def entries(self) -> int:
        """Count the entries that have it in any version."""
        return sum(row.group.entries for row in self.instances)

    @property
    def most(self) -> int:
        """Return the entries of the largest group."""
        return max((row.group.entries for row in self.instances), default=0)


def list_prompts(workspace: Workspace) -> tuple[PromptUses, ...]:
    """Return the system prompts of the library by name, with their use."""
    with workspace.view() as view:
        return prompt_uses(view)


def read_prompt(workspace: Workspace, word: str) -> PromptPage:
    """Return everything about the system prompt of that key or name; raises UnknownName."""
    with workspace.view() as view:
        prompts = view.items(SystemPrompt)
        prompt = next((one for one in prompts if one.key == word), None)
        prompt = prompt or next((one for one in prompts if one.name == word), None)
        if prompt is None:
            raise UnknownName(f"there is no system prompt named {word!r}", advice="Look at the list of them.")
        datasets = {dataset.name: dataset.key for dataset in view.datasets()}
        groups = [(name, group) for name in datasets for group in prompt_groups(view, dataset=name)]
        versions = prompt_versions(view, prompt=prompt.name)
        away = drifted(view, prompt=prompt.name)
    instances = tuple(
        InstanceRow(dataset=name, group=group, address=prompt_address(datasets[name], group.text or ""))
        for name, group in groups
        if group.instance is not None and group.instance.source.prompt.key == prompt.key
    )
    template = read_template(prompt.text)
    return PromptPage(
        prompt=prompt,
        pieces=template.pieces,
        macros=template.macros,
        variables=variables_of(prompt.text),
        versions=tuple(_versions(versions, instances)),
        instances=tuple(sorted(instances, key=lambda row: -row.group.entries)),
        drifted=tuple(_drift(one, datasets[one.dataset]) for one in away[:_LONGEST_LIST]),
    )


def prompt_address(dataset: int, text: str) -> str:
    """Return where the entries of a dataset are that have this system prompt."""
    return f"/d/{dataset}/entries?{QueryParams([('prompt', text)])}"


def _drift(one: DriftedPrompt, dataset: int) -> DriftRow:
    return DriftRow(drifted=one, dataset=dataset, address=prompt_address(dataset, one.text))


def _versions(versions: tuple[PromptText, ...], instances: Iterable[InstanceRow]) -> Iterable[VersionRow]:
    entries: dict[int, int] = {}
    for row in instances:
        if row.group.instance is not None:
            number = row.group.instance.source.version
            entries[number] = entries.get(number, 0) + row.group.entries
    for place, one in enumerate(versions):
        before = versions[place + 1].text if place + 1 < len(versions) else one.text
        yield VersionRow(text=one, runs=compare_texts(before, one.text), entries=entries.get(one.version, 0))
