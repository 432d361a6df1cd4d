"""What makes the library, or the settings, what they were in a snapshot."""

from collections.abc import Iterable, Iterator

from rolethread_lite.model.alias import Alias
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.library import Item
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import describe_settings
from rolethread_lite.model.system_prompt import PromptVersion
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.view import View


def library_changes(view: View, contents: SnapshotContents) -> Iterator[Change]:
    """Yield what makes the library what it was."""
    yield from _differences(view.library().items, contents.library().library.items)


def setting_changes(view: View, contents: SnapshotContents) -> Iterator[Change]:
    """Yield what makes the settings what they were; those about this machine stay."""
    portable = {one.name for one in describe_settings() if not one.stays_here}
    now = [one for one in view.items(Setting) if one.name in portable]
    yield from _differences(now, contents.library().settings)


def _differences(now: Iterable[Item], wanted: Iterable[Item]) -> Iterator[PutItem]:
    """Yield what goes, then what changes and what comes; what is renamed goes first, so that no name is in the way."""
    present = {_key_of(item): item for item in now}
    kept = {_key_of(item): item for item in wanted}
    moved = {key for key, item in kept.items() if key in present and _name_of(present[key]) != _name_of(item)}
    for key, item in present.items():
        if key not in kept or key in moved:
            yield PutItem(before=item, after=None)
    for key, item in kept.items():
        before = None if key in moved else present.get(key)
        if before != item:
            yield PutItem(before=before, after=item)


def _key_of(item: Item) -> tuple[str, ...]:
    if isinstance(item, Alias):
        return ("Alias", item.kind, item.name)
    if isinstance(item, PromptVersion):
        return ("PromptVersion", item.prompt, str(item.version))
    if isinstance(item, Setting):
        return ("Setting", item.name)
    return (type(item).__name__, item.key)


def _name_of(item: Item) -> str:
    return "" if isinstance(item, PromptVersion) else item.name
