"""The options that say which entries are meant, the same for every command that takes a selection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps

import click

from rolethread_lite.cli.options import SeverityChoice, read_severity, split_words
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.selection import (
    SPOKEN,
    LineKind,
    SearchMode,
    SearchScope,
    Selection,
    Span,
    TagMode,
    TagQuery,
    TextQuery,
)
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.queries.speakers import find_character
from rolethread_lite.rules import select_rules
from rolethread_lite.workspace import Workspace

_MODES = (*(mode.value for mode in SearchMode),)
_SCOPES = ", ".join(scope.value for scope in SearchScope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was said about which entries are meant, before names are looked up."""

    selection: Selection
    """Everything but the entries that are named one by one."""
    words: tuple[str, ...] = ()
    """Entries by number or id."""

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing was said."""
        return not self.words and self.selection.is_everything

    @property
    def is_named(self) -> bool:
        """Tell whether entries were named one by one, and nothing else was said."""
        return bool(self.words) and self.selection.is_everything

    def and_named(self, words: tuple[str, ...]) -> "Chosen":
        """Return the choice with more entries named."""
        return Chosen(selection=self.selection, words=(*self.words, *words))

    def among(self, workspace: Workspace, *, dataset: str) -> Selection:
        """Return the selection of a dataset's entries; raises UnknownName for an entry or a character there is not."""
        selection = self.selection
        if not self.words and selection.character is None:
            return selection
        with workspace.view() as view:
            ids = tuple(find_entry_id(view, dataset=dataset, word=word) for word in self.words)
            name = selection.character
            character = None if name is None else find_character(view, name=name).name
        return replace(selection, entry_ids=tuple(dict.fromkeys(ids)), character=character)


def selection_options(function: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options of a selection; it gets what was said as `chosen`."""
    return _with_options(function, _OPTIONS)


def selection_options_but_speaker(function: Callable[..., object]) -> Callable[..., object]:
    """Give a command all options of a selection but `--speaker`, which says something else there."""
    return _with_options(function, tuple(option for option in _OPTIONS if option is not _SPEAKER))


def _with_options(
    function: Callable[..., object], options: Sequence[Callable[[Callable[..., object]], Callable[..., object]]]
) -> Callable[..., object]:

    @wraps(function)
    def _with_choice(*args: object, **values: object) -> object:
        context = click.get_current_context()
        rest = {name: value for name, value in values.items() if name not in _NAMES}
        return function(*args, **rest, chosen=_chosen(context))

    for option in reversed(options):
        _with_choice = option(_with_choice)
    return _with_choice


_SPEAKER = click.option("--speaker", metavar="NAME", help="Somebody of this name speaks in it.")
_OPTIONS = (
    click.option("--tag", multiple=True, metavar="TAG", help="Has at least one of these tags. May be repeated."),
    click.option("--tags-all", multiple=True, metavar="TAG", help="Has all of these tags."),
    click.option("--tags-exactly", multiple=True, metavar="TAG", help="Has these tags and no others."),
    click.option("--without-tag", multiple=True, metavar="TAG", help="Has none of these tags."),
    click.option("--untagged", is_flag=True, help="Has no tags at all."),
    click.option("--find", metavar="TEXT", help="Holds this text; upper and lower case are the same."),
    click.option(
        "--mode",
        type=click.Choice(_MODES),
        default=SearchMode.CONTAINS.value,
        show_default=True,
        help="How --find is understood.",
    ),
    click.option(
        "--in",
        "scopes",
        multiple=True,
        metavar="WHOSE",
        help=f"Whose turns --find looks into: {_SCOPES}. By default user and assistant.",
    ),
    click.option("--finding", multiple=True, metavar="CODE", help="One of these rules found something: RT301, RT3."),
    click.option(
        "--severity", "at_least", type=SeverityChoice(), help="Something of this severity or worse was found."
    ),
    _SPEAKER,
    click.option("--character", metavar="NAME", help="This character speaks in it, by its name or any alias."),
    click.option("--system-prompt", metavar="TEXT", help="Has exactly this system prompt."),
    click.option(
        "--figure", multiple=True, metavar="NAME:RANGE", help="A figure is in this range: words:100-500, turns:4-."
    ),
    click.option("--records", is_flag=True, help="Only lines that are no entries."),
    click.option("--id", "ids", multiple=True, metavar="ENTRY", help="These entries, by number or id."),
)
_NAMES = frozenset(
    (
        "tag",
        "tags_all",
        "tags_exactly",
        "without_tag",
        "untagged",
        "find",
        "mode",
        "scopes",
        "finding",
        "at_least",
        "speaker",
        "character",
        "system_prompt",
        "figure",
        "records",
        "ids",
    )
)


def _chosen(context: click.Context) -> Chosen:
    params = context.params
    selection = Selection(
        text=_text(params["find"], params["mode"], split_words(params["scopes"])),
        tags=_tags(context),
        findings=tuple(sorted(select_rules(split_words(params["finding"])))) if params["finding"] else (),
        severity=read_severity(params["at_least"]) if params["at_least"] else None,
        speaker=params.get("speaker"),
        character=params["character"],
        system_prompt=params["system_prompt"],
        figures=tuple(read_span(word) for word in params["figure"]),
        kind=LineKind.RECORDS if params["records"] else LineKind.ALL,
    )
    return Chosen(selection=selection, words=split_words(params["ids"]))


def _text(find: str | None, mode: str, scopes: tuple[str, ...]) -> TextQuery | None:
    known = [scope.value for scope in SearchScope]
    strange = next((scope for scope in scopes if scope not in known), None)
    if strange is not None:
        raise InvalidValue(f"Nobody is called {strange!r}.", where="--in", advice=f"Choose from {_SCOPES}.")
    if find is None:
        return None
    return TextQuery(text=find, mode=SearchMode(mode), scopes=tuple(SearchScope(scope) for scope in scopes) or SPOKEN)


def _tags(context: click.Context) -> TagQuery | None:
    """Return the one condition on tags; raises InvalidValue when there is more than one."""
    params = context.params
    given = [(mode, params[name]) for name, mode in _TAG_MODES.items() if params[name]]
    if params["untagged"]:
        given.append((TagMode.EXACTLY, ()))
    if len(given) > 1:
        raise InvalidValue(
            "Several conditions on tags cannot be combined.",
            where="--tag --tags-all --tags-exactly --without-tag --untagged",
            advice="Use one of them, and narrow the result down with another command.",
        )
    return TagQuery(names=tuple(given[0][1]), mode=given[0][0]) if given else None


_TAG_MODES = {
    "tag": TagMode.ANY,
    "tags_all": TagMode.ALL,
    "tags_exactly": TagMode.EXACTLY,
    "without_tag": TagMode.NONE,
}


def read_span(word: str) -> tuple[str, Span]:
    """Return a figure's name and range: `words:100-500`, `words:100-`, `words:-500`, or `words:100`.

    Raises InvalidValue for anything else.
    """
    name, _, numbers = word.partition(":")
    least, dash, most = numbers.partition("-")
    if name and (least or most) and all(not part or (part.isascii() and part.isdigit()) for part in (least, most)):
        low = int(least) if least else None
        high = int(most) if most else (None if dash else low)
        return name, Span(least=low, most=high)
    raise InvalidValue(
        f"{word!r} is no range of a figure.",
        where="--figure",
        advice="Write it as words:100-500, words:100- or words:-500.",
    )
