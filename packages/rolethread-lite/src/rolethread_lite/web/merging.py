"""Duplicates as pages show them: what is asked for, the plan as long as it is true, and pairs side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.difference import TurnDifference, compare
from rolethread_lite.model.duplicates import USUAL_NEAR, Comparison, OnDuplicate
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.merge.planning import EntrySpot, FoundDuplicate, MergePlan
from rolethread_lite.queries.read_entry import read_entry
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.workspace import Workspace

PAIRS = 20
"""So many pairs are shown."""
_TURNS = 6
POLICIES: tuple[tuple[str, str], ...] = (
    (OnDuplicate.FIRST.value, "The first"),
    (OnDuplicate.LAST.value, "The last"),
    (OnDuplicate.LONGEST.value, "The longest"),
    (OnDuplicate.KEEP.value, "All of them"),
)
"""Which of several duplicates is kept, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonWish:
    """How an address says that entries are compared."""

    comparison: Comparison
    """How they are."""
    keep: OnDuplicate
    """Which of several is kept."""

    @property
    def near(self) -> float:
        """Return the likeness that stands in its field."""
        return USUAL_NEAR if self.comparison.near is None else self.comparison.near


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    """One entry of a pair."""

    dataset: str
    """The dataset's name."""
    number: int
    """Its place there, from 1."""
    title: str
    """Who speaks in it."""
    address: str
    """Where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """An entry that is left out, and the one that is kept in its place."""

    left_out: ShownSide
    """The one that goes."""
    kept: ShownSide
    """The one that stays."""
    kind: str
    """`exact` or `near`."""
    likeness: str
    """How alike they are, as a percentage."""
    turns: tuple[TurnDifference, ...]
    """Their first turns, from the one that goes to the one that stays."""
    more: int
    """How many turns there are besides those."""
    takes: str
    """What the kept one takes over, in words, empty for nothing."""


def read_comparison(parameters: QueryParams) -> ComparisonWish:
    """Return how an address wants entries compared; raises InvalidValue for what cannot be."""
    keep = parameters.get("keep", OnDuplicate.FIRST.value)
    if keep not in {one.value for one in OnDuplicate}:
        raise InvalidValue(f"{keep!r} says nothing about duplicates", where="keep", advice="Choose one of the page.")
    near = _likeness(parameters.get("likeness", "")) if "near" in parameters else None
    comparison = Comparison(ignore_system="ignore_system" in parameters, near=near)
    return ComparisonWish(comparison=comparison, keep=OnDuplicate(keep))


def show_pairs(workspace: Workspace, plan: MergePlan) -> tuple[ShownPair, ...]:
    """Return the first pairs of a plan, near ones before exact ones: those want to be looked at."""
    first = sorted(plan.duplicates, key=lambda one: one.kind.value == "exact")[:PAIRS]
    return tuple(_pair(workspace, one) for one in first)


def _likeness(word: str) -> float:
    try:
        return float(word) if word.strip() else USUAL_NEAR
    except ValueError as fault:
        raise InvalidValue(f"{word!r} is no number", where="likeness", advice="Give one from 0.5 to 1.") from fault


def _pair(workspace: Workspace, found: FoundDuplicate) -> ShownPair:
    left, kept = _entry(workspace, found.left_out), _entry(workspace, found.kept)
    turns = compare(left, kept).turns
    return ShownPair(
        left_out=_side(workspace, found.left_out, left),
        kept=_side(workspace, found.kept, kept),
        kind=found.kind.value,
        likeness=f"{found.likeness:.0%}",
        turns=turns[:_TURNS],
        more=max(0, len(turns) - _TURNS),
        takes=", ".join(_takes(found)),
    )


def _entry(workspace: Workspace, spot: EntrySpot) -> Entry:
    with workspace.view() as view:
        item = read_entry(view, dataset=spot.dataset, entry_id=spot.entry_id).item
    return item if isinstance(item, Entry) else Entry(messages=())


def _side(workspace: Workspace, spot: EntrySpot, entry: Entry) -> ShownSide:
    with workspace.view() as view:
        key = view.dataset_key(spot.dataset)
    address = f"/d/{key}/entries?open={spot.entry_id}"
    return ShownSide(dataset=spot.dataset, number=spot.number, title=title_of(entry), address=address)


def _takes(found: FoundDuplicate) -> Iterator[str]:
    if found.tags:
        yield f"the {'tag' if len(found.tags) == 1 else 'tags'} {', '.join(found.tags)}"
    if found.speakers:
        yield f"who speaks ({', '.join(dict.fromkeys(one.speaker for one in found.speakers))})"
    if found.has_note:
        yield "the note"
