"""A setting as a workspace keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting that is not as it comes."""

    name: str
    """Its name: `snapshots.daily`."""
    value: str
    """Its value as JSON."""
