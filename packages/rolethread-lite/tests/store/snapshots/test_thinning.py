"""Which snapshots stay: said by cases, and by laws."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.settings import Settings
from rolethread_lite.model.snapshot import Snapshot, SnapshotDataset, SnapshotReason
from rolethread_lite.store.snapshots.thinning import thinned


def _snapshot(name: str, when: str = "", *, at: int = 0, is_pinned: bool = False, dataset: str = "") -> Snapshot:
    moment = int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp()) * 10**9 if when else at
    one = SnapshotDataset(name=dataset, uid=dataset, entries=0, records=0, chunks=())
    return Snapshot(
        id=name,
        root=name,
        at=moment,
        reason=SnapshotReason.DAILY,
        name="",
        is_pinned=is_pinned,
        is_whole=not dataset,
        step=0,
        program="",
        datasets=(one,) if dataset else (),
        sources=(),
        library="",
        avatars=(),
    )


def _settings(*, recent: int = 0, days: int = 0, weeks: int = 0, months: int = 0) -> Settings:
    return Settings(
        snapshots_keep_recent=recent,
        snapshots_keep_days=days,
        snapshots_keep_weeks=weeks,
        snapshots_keep_months=months,
    )


def _stay(snapshots: list[Snapshot], settings: Settings, *verified: str) -> str:
    kept = thinned(snapshots, settings=settings, verified=verified)
    return " ".join(sorted(one.snapshot.id for one in kept if one.reasons))


SPREAD = [
    _snapshot("a", "2026-01-05T08:00"),
    _snapshot("b", "2026-01-05T20:00"),
    _snapshot("c", "2026-01-06T09:00"),
    _snapshot("d", "2026-01-13T09:00"),
    _snapshot("e", "2026-02-02T09:00"),
    _snapshot("f", "2026-02-02T09:01"),
]
CASES = [
    (_settings(), "f"),
    (_settings(recent=1), "f"),
    (_settings(recent=3), "d e f"),
    (_settings(recent=99), "a b c d e f"),
    (_settings(days=1), "f"),
    (_settings(days=3), "c d f"),
    (_settings(days=9), "b c d f"),
    (_settings(weeks=2), "d f"),
    (_settings(weeks=3), "c d f"),
    (_settings(months=9), "d f"),
    (_settings(recent=2, days=1, months=2), "d e f"),
]


@pytest.mark.parametrize(("settings", "stay"), CASES)
def test_the_latest_and_the_last_of_days_weeks_and_months_stay(settings: Settings, stay: str) -> None:
    assert _stay(SPREAD, settings) == stay


def test_pinned_ones_and_the_last_good_one_stay() -> None:
    pinned = _snapshot("p", "2020-01-01T00:00", is_pinned=True)
    assert _stay([*SPREAD, pinned], _settings(), "a", "c") == "c f p"


def test_snapshots_of_single_datasets_do_not_push_out_those_of_everything() -> None:
    parts = [_snapshot(f"t{hour}", f"2026-03-01T{hour}:00", dataset="tales") for hour in range(10, 20)]
    songs = _snapshot("s", "2026-03-01T09:00", dataset="songs")
    assert _stay([*SPREAD, *parts, songs], _settings(recent=2)) == "e f t18 t19"


def test_every_snapshot_that_stays_says_why() -> None:
    kept = thinned(SPREAD, settings=_settings(recent=2, days=2), verified={"b"})
    assert {one.snapshot.id: one.reasons for one in kept} == {
        "f": ("the latest", "the last of its day"),
        "e": ("one of the latest 2",),
        "d": ("the last of its day",),
        "c": (),
        "b": ("the last one verified as good",),
        "a": (),
    }


_some = st.builds(
    _snapshot,
    st.uuids().map(str),
    at=st.integers(0, 4 * 10**17),
    is_pinned=st.booleans(),
    dataset=st.sampled_from(["", "", "tales", "songs"]),
)
_numbers = st.integers(0, 4)
_policies = st.builds(_settings, recent=_numbers, days=_numbers, weeks=_numbers, months=_numbers)


@given(snapshots=st.lists(_some, max_size=25), settings=_policies, data=st.data())
def test_thinning_twice_is_thinning_once_in_any_order(
    snapshots: list[Snapshot], settings: Settings, data: st.DataObject
) -> None:
    verified = data.draw(st.sets(st.sampled_from([one.id for one in snapshots]))) if snapshots else set()
    kept = thinned(snapshots, settings=settings, verified=verified)
    assert thinned(data.draw(st.permutations(snapshots)), settings=settings, verified=verified) == kept
    stay = [one.snapshot for one in kept if one.reasons]
    again = thinned(stay, settings=settings, verified=verified)
    assert [one.snapshot for one in again if one.reasons] == stay
    assert all(one in stay for one in snapshots if one.is_pinned)
    if snapshots:
        assert max(snapshots, key=lambda one: (one.at, one.id)) in stay
    good = [one for one in snapshots if one.id in verified and one.is_whole]
    if good:
        assert max(good, key=lambda one: (one.at, one.id)) in stay
