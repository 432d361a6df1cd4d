"""What another library would bring, shown: what is new, what is fuller, and every conflict field by field."""

from collections.abc import Iterator

import click

from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.items import item_as_json
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library_difference import ItemDifference, LibraryDifference, LibraryStanding

_SHOWN = 12
_WIDTH = 90
_WORDS = {
    LibraryStanding.NEW: "new",
    LibraryStanding.FULLER: "fuller there",
    LibraryStanding.CONFLICT: "different there",
}


def difference_summary(difference: LibraryDifference) -> str:
    """Return in one phrase what another library would bring: `3 new, 1 different there, 8 the same`."""
    counts = [(difference.count(standing), word) for standing, word in _WORDS.items()]
    parts = [f"{number(many)} {word}" for many, word in counts if many]
    same = difference.count(LibraryStanding.SAME)
    return listing([*parts, *([f"{number(same)} the same"] if same else [])]) or "nothing"


def difference_lines(difference: LibraryDifference) -> Iterator[str]:
    """Yield the lines that show what another library would bring; what is the same is only counted."""
    shown = [item for item in difference.items if item.standing is not LibraryStanding.SAME]
    conflicts = [item for item in shown if item.standing is LibraryStanding.CONFLICT]
    others = [item for item in shown if item.standing is not LibraryStanding.CONFLICT]
    for item in others[:_SHOWN]:
        yield from _item_lines(item)
    if len(others) > _SHOWN:
        yield click.style(f"  … and {count(len(others) - _SHOWN, 'more item')} of that kind", dim=True)
    for item in conflicts:
        yield from _item_lines(item)
    if conflicts:
        yield f"Choose one by one with --resolve, for example --resolve {as_argument(f'{conflicts[0].item}=theirs')}."


def difference_as_json(difference: LibraryDifference) -> JsonValue:
    """Return what another library would bring as JSON."""
    return [
        {
            "item": item.item,
            "standing": item.standing.value,
            "mine": None if item.mine is None else item_as_json(item.mine),
            "theirs": item_as_json(item.theirs),
            "fields": [{"name": one.name, "mine": one.mine, "theirs": one.theirs} for one in item.fields],
        }
        for item in difference.items
    ]


def _item_lines(item: ItemDifference) -> Iterator[str]:
    word = _WORDS.get(item.standing, item.standing.value)
    yield f"  {click.style(visible(item.item), bold=True)}  {word}"
    for one in item.fields:
        if one.mine:
            yield f"    {visible(one.name)}, mine:   {_clipped(one.mine)}"
        yield f"    {visible(one.name)}, theirs: {_clipped(one.theirs)}"


def _clipped(text: str) -> str:
    return clip(visible(text), width=_WIDTH)
