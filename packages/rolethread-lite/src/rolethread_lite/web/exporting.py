"""An export as the page asks for it: which entries, in which format, what is lost, and the files it comes to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from starlette.datastructures import QueryParams

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats import all_formats, get_format
from rolethread_lite.formats.rolethread_1 import SIDECAR_SUFFIX
from rolethread_lite.formats.speaker_names import SpeakerNames
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.operations.export_dataset import ExportReport, export_dataset, export_losses
from rolethread_lite.operations.export_rolethread_1 import Rolethread1Export, stem_for
from rolethread_lite.web.address import EntriesAddress, read_address, selection_parameters
from rolethread_lite.web.downloads import NamedFile
from rolethread_lite.web.latest import Latest
from rolethread_lite.workspace import Workspace

ROLETHREAD_1 = "rolethread-1"
"""The word for what RoleThread 1.0 opens; it is two files, and no format of its own."""
_USUAL = "messages"
AT_ONCE = 5_000
"""Of a dataset with more lines the page is shown first, and what is lost once it is known."""
Reports: TypeAlias = Latest[ExportReport]
"""What exports would lose, as far as that was worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """What the address says of an export."""

    address: EntriesAddress
    """Which entries."""
    form: str
    """The name of the format, or ROLETHREAD_1."""
    clean: bool
    """Whether only what is learned from is written."""
    names: SpeakerNames
    """Where the names of speakers go."""

    @property
    def is_for_rolethread_1(self) -> bool:
        """Tell whether RoleThread 1.0 is to open it."""
        return self.form == ROLETHREAD_1

    @property
    def query(self) -> str:
        """Return the wish as parameters of an address."""
        return str(QueryParams([*self.selection, *self.choices()]))

    @property
    def selection(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters that say which entries."""
        return tuple(selection_parameters(self.address.selection))

    def choices(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters that say how they are written; what is as usual is left out."""
        if self.form != _USUAL:
            yield "format", self.form
        if self.clean:
            yield "clean", "1"
        if self.names is not SpeakerNames.NONE:
            yield "names", self.names.value


def read_wish(parameters: QueryParams, *, dataset: int) -> ExportWish:
    """Return what an address says; raises InvalidValue for a format or a word there is not."""
    form, names = parameters.get("format", _USUAL), parameters.get("names", SpeakerNames.NONE.value)
    if form not in {ROLETHREAD_1, *(one.name for one in all_formats())}:
        raise InvalidValue(f"{form!r} is no format", where="format", advice="Choose one of the page.")
    if names not in {one.value for one in SpeakerNames}:
        raise InvalidValue(f"{names!r} says nothing about names", where="names", advice="Choose one of the page.")
    is_free = form != ROLETHREAD_1
    return ExportWish(
        address=read_address(parameters, dataset=dataset),
        form=form,
        clean=is_free and "clean" in parameters,
        names=SpeakerNames(names) if is_free else SpeakerNames.NONE,
    )


def known_outlook(workspace: Workspace, dataset: Dataset, wish: ExportWish, *, kept: Reports) -> ExportReport | None:
    """Return what an export would write and lose, None where that is not known and takes too long to wait for."""
    with workspace.view() as view:
        found = kept.find(f"{dataset.key}?{wish.query}", revision=view.revision)
    if found is None and dataset.entries + dataset.records <= AT_ONCE:
        return outlook_of(workspace, dataset, wish, kept=kept)
    return found


def outlook_of(workspace: Workspace, dataset: Dataset, wish: ExportWish, *, kept: Reports) -> ExportReport:
    """Return what an export would write and lose, and keep it."""
    with workspace.view() as view:
        revision = view.revision
        found = kept.find(f"{dataset.key}?{wish.query}", revision=revision)
    if found is None:
        found = _outlook(workspace, dataset, wish)
        kept.keep(f"{dataset.key}?{wish.query}", found, revision=revision)
    return found


def _outlook(workspace: Workspace, dataset: Dataset, wish: ExportWish) -> ExportReport:
    selection = wish.address.selection
    with workspace.view() as view:
        if wish.is_for_rolethread_1:
            return Rolethread1Export(view, dataset=dataset.name, selection=selection).report
        return export_losses(
            view,
            dataset=dataset.name,
            selection=selection,
            form=get_format(wish.form),
            clean=wish.clean,
            names=wish.names,
        )


@contextmanager
def export_files(workspace: Workspace, dataset: Dataset, wish: ExportWish) -> Iterator[tuple[NamedFile, ...]]:
    """Give the files of an export, to be read within the block."""
    name, selection = f"{file_stem(dataset, wish)}.jsonl", wish.address.selection
    with workspace.view() as view:
        if wish.is_for_rolethread_1:
            export = Rolethread1Export(view, dataset=dataset.name, selection=selection)
            sidecar = f"{file_stem(dataset, wish)}{SIDECAR_SUFFIX}"
            yield (NamedFile(name, export.lines()), NamedFile(sidecar, [export.sidecar(name)]))
            return
        lines = export_dataset(
            view,
            dataset=dataset.name,
            selection=selection,
            form=get_format(wish.form),
            clean=wish.clean,
            names=wish.names,
        )
        yield (NamedFile(name, lines),)


def file_stem(dataset: Dataset, wish: ExportWish) -> str:
    """Return how the files of an export are called, without their endings."""
    is_usual = wish.form == _USUAL or wish.is_for_rolethread_1
    return stem_for(dataset.name) if is_usual else f"{stem_for(dataset.name)}.{wish.form}"
