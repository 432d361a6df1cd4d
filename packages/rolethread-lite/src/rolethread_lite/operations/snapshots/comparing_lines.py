"""What makes a line of a dataset the one that a snapshot holds, told by its id."""

from collections.abc import Iterator
from typing import NamedTuple

from rolethread_lite.model.change import Change, ReplaceLine, ReturnLine, SetNote, SetTags
from rolethread_lite.store.applying import line_hash
from rolethread_lite.store.lines import CutLine, cut, read_tags, write_tags
from rolethread_lite.store.snapshots.chunks import NarrowLine, SnapshotLine
from rolethread_lite.store.view import View


class KnownLine(NamedTuple):
    """A line of a dataset as it is now, or one that left it."""

    line: NarrowLine
    """The line without its text."""
    is_removed: bool
    """Whether it left the dataset."""


def changes_to(view: View, known: KnownLine, wanted: SnapshotLine | None) -> Iterator[Change]:
    """Yield what makes a line what it was; None wants it as it is, but in its dataset."""
    now = known.line
    if known.is_removed:
        yield ReturnLine(key=now.key)
    if wanted is not None:
        yield from _text_changes(view, now, wanted)
        if (wanted.note or "") != (now.note or ""):
            yield SetNote(key=now.key, note=wanted.note or "")


def _text_changes(view: View, now: NarrowLine, wanted: SnapshotLine) -> Iterator[Change]:
    has_same_body = (line_hash(wanted.body), wanted.kind, wanted.hole) == (now.hash, now.kind, now.hole)
    if has_same_body and wanted.tags == now.tags:
        return
    before, tags = read_tags(now.tags), _settable(wanted)
    if has_same_body and before is not None and tags is not None:
        yield SetTags(key=now.key, before=before, tags=tags)
    else:
        yield from _replacement(view, now.key, wanted, tags)


def _replacement(view: View, key: int, wanted: SnapshotLine, tags: tuple[str, ...] | None) -> Iterator[Change]:
    """Yield another text for a line; where it would be cut otherwise than it was, its tags are set apart."""
    before = view.kept_line(key).line
    if not _is_cut_alike(cut(wanted.line, is_record=wanted.is_record), wanted) and tags is not None:
        bare = cut(wanted.body, is_record=wanted.is_record)
        bare_tags = read_tags(bare.tags)
        if (bare.body, bare.hole) == (wanted.body, wanted.hole) and bare_tags is not None:
            yield ReplaceLine(key=key, before=before, line=wanted.body, is_record=wanted.is_record)
            yield SetTags(key=key, before=bare_tags, tags=tags)
            return
    yield ReplaceLine(key=key, before=before, line=wanted.line, is_record=wanted.is_record)


def _is_cut_alike(pieces: CutLine, wanted: SnapshotLine) -> bool:
    return (pieces.body, pieces.tags, pieces.hole) == (wanted.body, wanted.tags, wanted.hole)


def _settable(wanted: SnapshotLine) -> tuple[str, ...] | None:
    """Return the tags of a line where setting them gives just the bytes it had, None otherwise."""
    tags = read_tags(wanted.tags)
    if tags is None or write_tags(tags, hole=wanted.hole) != wanted.tags:
        return None
    return tags
