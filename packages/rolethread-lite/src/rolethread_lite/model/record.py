"""A record: one line of a file that is not an entry, kept as it is."""

from dataclasses import dataclass
from enum import StrEnum


class RecordReason(StrEnum):
    """Why a line is not an entry."""

    BROKEN_JSON = "broken-json"
    NOT_AN_OBJECT = "not-an-object"
    UNKNOWN_SHAPE = "unknown-shape"
    BAD_MESSAGE = "bad-message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line that is no entry, with its bytes, so that nothing is lost."""

    raw: bytes
    """The line as it stood, without its newline."""
    reason: RecordReason
    """Why it is no entry."""
    detail: str
    """The reason in words: `expected ',' at character 14`."""
