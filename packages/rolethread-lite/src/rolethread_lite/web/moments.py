"""Moments as people here read them: the time of day, the day, both."""

from datetime import UTC, datetime


def when(at: int) -> str:
    """Return a moment, in nanoseconds since 1970, as day and time of this machine's zone."""
    return f"{_local(at):%Y-%m-%d %H:%M}"


def day(at: int) -> str:
    """Return the day of a moment in words: `Sunday, 3 May 2026`."""
    local = _local(at)
    return f"{local:%A}, {local.day} {local:%B} {local.year}"


def clock(at: int) -> str:
    """Return the time of day of a moment."""
    return f"{_local(at):%H:%M}"


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1e9, tz=UTC).astimezone()
