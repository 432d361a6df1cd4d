"""What the pages of a mirror share: folders that are typed in, and what is said of the copies in them."""

from collections.abc import Iterator
from pathlib import Path

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.mirror import MirrorMachine, MirrorReport
from rolethread_lite.operations.snapshots.preview_restore import RestorePreview
from rolethread_lite.web.moments import when

HOME = "/history/mirror"
"""Where the mirror is."""
RESTORE = f"{HOME}/restore"
"""Where everything is brought back from one."""
_NAMED = 5


def read_folder(typed: str) -> Path:
    """Return the folder that was typed, which need not be there; raises InvalidValue for what cannot be one."""
    if not typed:
        raise InvalidValue("no folder is named", advice="Give the whole path of one.")
    try:
        folder = Path(typed).expanduser()
        folder.exists()  # some names cannot be asked for at all
    except (OSError, RuntimeError) as fault:
        raise InvalidValue("this cannot be a folder", where=typed, advice="Give the whole path of one.") from fault
    if not folder.is_absolute() or "\0" in typed:
        raise InvalidValue("this is no whole path", where=typed, advice="Begin with the disk, or with ~ for home.")
    return folder


def titles_of(machines: tuple[MirrorMachine, ...]) -> dict[str, str]:
    """Return what each copy is called where several machines have some: `desk, before-cleanup`."""
    return {each.id: f"{one.name}, {each.title}" for one in machines for each in one.snapshots}


def told_push(report: MirrorReport) -> str:
    """Return what bringing a mirror up to date did, in words."""
    return f"The mirror is up to date: {report.snapshots:,} copied, {report.objects:,} new objects."


def told_library(preview: RestorePreview) -> str:
    """Return what comes back besides datasets: `2 tags, 1 character and 1 setting`; empty for nothing."""
    return _listed(list(_library_parts(preview)))


def told_restore(preview: RestorePreview) -> str:
    """Return what was brought back, in words."""
    entries = sum(each.entries for each in preview.datasets)
    names = [f"“{each.name}”" for each in preview.datasets[:_NAMED]]
    more = len(preview.datasets) - len(names)
    names += [f"{more:,} more"] if more else []
    counted = f"{_counted(len(preview.datasets), 'dataset')}, {_counted(entries, 'entry', 'entries')}"
    named = f": {_listed(names)}" if names else ""
    library = told_library(preview)
    with_them = f" With them: {library}." if library else ""
    return f"The snapshot of {when(preview.snapshot.at)} is back, {counted}{named}.{with_them}"


def _library_parts(preview: RestorePreview) -> Iterator[str]:
    library = preview.library
    counts = (
        (len(library.tags), "tag", "tags"),
        (len(library.categories), "category", "categories"),
        (len(library.characters), "character", "characters"),
        (len(library.aliases), "alias", "aliases"),
        (len(library.prompts), "system prompt", "system prompts"),
        (preview.settings, "setting", "settings"),
    )
    return (_counted(number, *words) for number, *words in counts if number)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
