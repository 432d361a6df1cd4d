"""The turns of all datasets that are spoken under a name, and what gives them another one."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.lines import replaced
from rolethread_lite.store.view import View


def respoken(view: View, *, names: Collection[str], by: str) -> Iterator[Change]:
    """Yield a change for each entry of all datasets in which somebody of these names speaks: `by` speaks instead."""
    keys = sorted({key for name in names for key in view.keys_with_speaker(name)})
    for stored in view.lines(keys):
        before = read_stored(stored.line)
        if isinstance(before, Entry):
            yield from replaced(stored, before=before, after=_respoken(before, names, by))


def _respoken(entry: Entry, names: Collection[str], by: str) -> Entry:
    messages = tuple(
        replace(message, speaker=by) if message.speaker is not None and kept_name(message.speaker) in names else message
        for message in entry.messages
    )
    return replace(entry, messages=messages)
