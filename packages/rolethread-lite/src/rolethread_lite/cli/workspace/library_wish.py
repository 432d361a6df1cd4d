"""The options that say what is taken of another library, the same for every command that meets one."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.workspace.library_differences import difference_lines, difference_summary
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.library_difference import LibraryDifference
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule, chosen

ASK = "ask"
_RULES = (ASK, *(rule.value for rule in LibraryRule))
_MEANINGS = "nothing; only what is new; new and missing, yours stays; all of theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryWish:
    """What was said about another library."""

    rule: LibraryRule | None
    """What is taken; None asks, where somebody is there to answer."""
    choices: tuple[LibraryChoice, ...] = ()
    """Choices about single things."""

    @property
    def asks(self) -> bool:
        """Tell whether somebody is to be asked, and is there."""
        return self.rule is None and sys.stdin.isatty()

    @property
    def otherwise(self) -> LibraryRule:
        """Return what is taken when nobody is asked: nothing, unless it was said."""
        return self.rule or LibraryRule.NONE

    def settled(self, difference: LibraryDifference) -> LibraryRule:
        """Return what is taken; asks, after showing what there is."""
        if not self.asks or not difference.brings_something:
            return self.otherwise
        talk.say(f"There is a library with it: {difference_summary(difference)}.")
        for line in difference_lines(difference):
            talk.say(line)
        talk.say(f"You can take {_MEANINGS}.")
        choice = click.Choice([rule.value for rule in LibraryRule])
        answer: str = click.prompt("What shall be taken?", type=choice, default=LibraryRule.NONE.value, err=True)
        return LibraryRule(answer)


def library_options(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Give a command the option `name` and `--resolve`; it gets what was said as `wish`."""

    def _decorate(function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def _with_wish(*args: object, library_rule: str, resolve: tuple[str, ...], **values: object) -> object:
            rule = None if library_rule == ASK else LibraryRule(library_rule)
            wish = LibraryWish(rule=rule, choices=tuple(_choice(text) for text in resolve))
            return function(*args, **values, wish=wish)

        return _rule_option(name)(_resolve_option(_with_wish))

    return _decorate


def _rule_option(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    return click.option(
        name,
        "library_rule",
        type=click.Choice(_RULES),
        default=ASK,
        show_default=True,
        help="What is taken of the other library: nothing, what is new, new and missing here, or all of theirs.",
    )


_resolve_option = click.option(
    "--resolve",
    multiple=True,
    metavar="ITEM=SIDE",
    help="Choose for one item, mine or theirs: tag:battle=theirs. May be repeated.",
)


def _choice(text: str) -> LibraryChoice:
    found = chosen(text)
    if found is None:
        raise InvalidValue(
            f"{text!r} is no choice", where="--resolve", advice="Write ITEM=mine or ITEM=theirs: tag:battle=theirs."
        )
    return found
