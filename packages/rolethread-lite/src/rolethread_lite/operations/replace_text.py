"""Finds text in turns and puts another in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import regex

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import edited
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View

PATTERN_SECONDS = 2.0
"""How long a pattern may take for one text before it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceText(Operation):
    """Replace a text, or what a regular expression finds, in the turns of the selected entries."""

    NAME: ClassVar[str] = "replace-text"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    find: str
    """What is looked for."""
    by: str
    """What takes its place; with a regular expression, `\\1` stands for its first group."""
    is_pattern: bool = False
    """Whether `find` is a regular expression."""
    match_case: bool = True
    """Whether upper and lower case differ."""
    roles: tuple[str, ...] = ()
    """The roles whose turns are changed; none means all."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry in which something is found; raises InvalidValue for a wrong pattern."""
        replacer = self._replacer()
        return edited(view, dataset=self.dataset, selection=self.selection, edit=replacer.replace_in)

    def label(self) -> str:
        """Name both texts."""
        return f"Replace “{self.find[:40]}” by “{self.by[:40]}” in “{self.dataset}”"

    def _replacer(self) -> "_Replacer":
        if not self.find:
            raise InvalidValue("there is nothing to look for", advice="Give a text of at least one character.")
        flags = regex.VERSION0 if self.match_case else regex.IGNORECASE | regex.FULLCASE
        source = self.find if self.is_pattern else regex.escape(self.find, special_only=True)
        by = self.by if self.is_pattern else self.by.replace("\\", "\\\\")
        try:
            pattern = regex.compile(source, flags)
            pattern.sub(by, "")
        except (regex.error, IndexError) as fault:
            raise InvalidValue(
                f"the pattern {self.find!r} with {self.by!r} cannot be used: {fault}",
                advice="Escape special characters with a backslash, or replace plain text.",
            ) from fault
        return _Replacer(pattern=pattern, by=by, roles=frozenset(self.roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replacer:
    """Replaces in every text of an entry."""

    pattern: regex.Pattern[str]
    by: str
    roles: frozenset[str]

    def replace_in(self, entry: Entry) -> Entry:
        """Return the entry with every text replaced in."""
        for place, message in enumerate(entry.messages):
            if self.roles and message.role not in self.roles:
                continue
            for piece, text in enumerate(message.pieces):
                changed = self._replaced(text)
                if changed != text:
                    entry = entry.with_message(place, message=entry.messages[place].with_piece(piece, text=changed))
        return entry

    def _replaced(self, text: str) -> str:
        try:
            return self.pattern.sub(self.by, text, timeout=PATTERN_SECONDS)
        except TimeoutError as fault:
            raise InvalidValue(
                f"the pattern takes more than {PATTERN_SECONDS:g} seconds on one text",
                advice="Make it simpler: nested repetitions such as (a+)+ are the usual cause.",
            ) from fault
