"""The tag that a finding stands at."""

from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding


def place_of(finding: Finding) -> int:
    """Return the number of the tag, from 0."""
    return int(finding.place.path.removeprefix("tags[").removesuffix("]"))


def without_tag(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without the tag that the finding stands at."""
    place = place_of(finding)
    return replace(entry, tags=(*entry.tags[:place], *entry.tags[place + 1 :]))


def with_tag(entry: Entry, finding: Finding, *, tag: str) -> Entry:
    """Return the entry with another text for the tag that the finding stands at."""
    place = place_of(finding)
    return replace(entry, tags=(*entry.tags[:place], tag, *entry.tags[place + 1 :]))
