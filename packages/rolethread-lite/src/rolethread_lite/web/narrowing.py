"""Narrows a selection by one thing more, as exactly as an address can say it: what a bar counts is what it leads to."""

from dataclasses import replace

from rolethread_lite.model.finding import Severity
from rolethread_lite.model.selection import Selection, Span, TagMode, TagQuery

_LONGEST_PROMPT = 4000
"""Characters of a system prompt that fit into an address."""
_LOST = "\ufffd"
"""What stands for half of a surrogate pair, which no address can hold."""


def with_tag(selection: Selection, tag: str) -> Selection | None:
    """Return the selected entries that have a tag, None where no selection says that."""
    query = selection.tags
    if query is None:
        return replace(selection, tags=TagQuery(names=(tag,)))
    if query.names == (tag,):
        return selection if query.mode is not TagMode.NONE else None
    if query.mode is TagMode.ALL or (query.mode is TagMode.ANY and len(query.names) == 1):
        return replace(selection, tags=TagQuery(names=tuple(dict.fromkeys((*query.names, tag))), mode=TagMode.ALL))
    return None


def without_tags(selection: Selection) -> Selection | None:
    """Return the selected entries that have no tag, None where no selection says that."""
    bare = TagQuery(names=(), mode=TagMode.EXACTLY)
    return replace(selection, tags=bare) if selection.tags in (None, bare) else None


def with_finding(selection: Selection, code: str) -> Selection | None:
    """Return the selected entries with a finding of one rule, None where no selection says that."""
    return replace(selection, findings=(code,)) if selection.findings in ((), (code,)) else None


def with_severity(selection: Selection, severity: Severity) -> Selection:
    """Return the selected entries in which something as bad was found."""
    return replace(selection, severity=max(severity, selection.severity or severity))


def with_speaker(selection: Selection, name: str) -> Selection | None:
    """Return the selected entries in which somebody speaks, None where no selection says that."""
    return replace(selection, speaker=name) if selection.speaker in (None, name) else None


def with_character(selection: Selection, name: str) -> Selection | None:
    """Return the selected entries in which a character speaks, None where no selection says that."""
    return replace(selection, character=name) if selection.character in (None, name) else None


def with_prompt(selection: Selection, text: str) -> Selection | None:
    """Return the selected entries with a system prompt, None where no address can say it."""
    if len(text) > _LONGEST_PROMPT or _LOST in text or selection.system_prompt not in (None, text):
        return None
    return replace(selection, system_prompt=text)


def with_figure(selection: Selection, name: str, span: Span) -> Selection:
    """Return the selected entries of which a figure is in a range, and in every range it was held to before."""
    held = [one for figure, one in selection.figures if figure == name]
    others = tuple(one for one in selection.figures if one[0] != name)
    least = max((one.least for one in (*held, span) if one.least is not None), default=None)
    most = min((one.most for one in (*held, span) if one.most is not None), default=None)
    return replace(selection, figures=(*others, (name, Span(least=least, most=most))))
