"""Decides which snapshots stay: a pure function of those there are and of the settings.

Snapshots of the whole workspace and those of single datasets are thinned apart, so that neither pushes the
other out. The days, weeks and months that count are those with snapshots: whoever comes back from a long
absence finds what was there.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from rolethread_lite.model.settings import Settings
from rolethread_lite.model.snapshot import KeptSnapshot, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """A span of time of which the last snapshot stays."""

    word: str
    form: str
    most: int


def thinned(
    snapshots: Collection[Snapshot], *, settings: Settings, verified: Collection[str], zone: tzinfo = UTC
) -> tuple[KeptSnapshot, ...]:
    """Return every snapshot with the reasons for which it stays, the latest first; one without reasons goes.

    `verified` has the ids of those that were found good; days are those of `zone`.
    """
    every = sorted(snapshots, key=lambda one: (one.at, one.id), reverse=True)
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for members in ([one for one in every if one.is_whole], [one for one in every if not one.is_whole]):
        _give_reasons(members, reasons, settings, zone)
        good = next((one for one in members if one.id in verified), None)
        if good is not None:
            reasons[good.id].append("the last one verified as good")
    return tuple(KeptSnapshot(snapshot=one, reasons=tuple(reasons[one.id])) for one in every)


def _give_reasons(
    members: Sequence[Snapshot], reasons: defaultdict[str, list[str]], settings: Settings, zone: tzinfo
) -> None:
    """Add the reasons for which the members of one group stay; the latest comes first."""
    for place, one in enumerate(members):
        if one.is_pinned:
            reasons[one.id].append("pinned")
        if place == 0:
            reasons[one.id].append("the latest")
        elif place < settings.snapshots_keep_recent:
            reasons[one.id].append(f"one of the latest {settings.snapshots_keep_recent}")
    for period in _periods(settings):
        seen: set[str] = set()
        for one in members:
            name = f"{datetime.fromtimestamp(one.at / 1e9, tz=zone):{period.form}}"
            if name not in seen and len(seen) < period.most:
                seen.add(name)
                reasons[one.id].append(f"the last of its {period.word}")


def _periods(settings: Settings) -> tuple[_Period, ...]:
    return (
        _Period(word="day", form="%Y-%m-%d", most=settings.snapshots_keep_days),
        _Period(word="week", form="%G-W%V", most=settings.snapshots_keep_weeks),
        _Period(word="month", form="%Y-%m", most=settings.snapshots_keep_months),
    )
