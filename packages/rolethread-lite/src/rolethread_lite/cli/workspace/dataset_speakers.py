"""`rolethread dataset speakers` and `map-speakers`: who speaks, and what names mean that stand as a role."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerGuess, SpeakerLabel, SpeakerMapping
from rolethread_lite.operations.speakers.map_speakers import MapSpeakers
from rolethread_lite.queries.speakers import speaker_labels
from rolethread_lite.workspace import Workspace

_ROLES = "|".join(role.value for role in MappedRole)
_MAPPING = re.compile(rf"(?P<label>.*?)=(?P<role>{_ROLES})(?::(?P<character>.*))?", re.DOTALL)


class SpeakersCommand(Command):
    """The command with its examples."""

    examples = (
        ("Who speaks, and under which names:", "rolethread dataset speakers inn"),
        ("For a program:", "rolethread dataset speakers inn --json"),
    )


class MapCommand(Command):
    """The command with its examples."""

    examples = (
        (
            "Say what two names mean:",
            "rolethread dataset map-speakers inn --map 'Mira=user' --map 'Orsk=assistant:Orsk the Grey'",
        ),
        ("A narrator, and calls of tools as they are:", "rolethread dataset map-speakers inn --map Narrator=narrator"),
        ("See what the guesses would do:", "rolethread dataset map-speakers inn --guess --preview"),
    )


@click.command("speakers", cls=SpeakersCommand)
@click.argument("dataset")
@selection_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Names shown of each kind.")
@json_option
@workspace_option
def speakers(dataset: str, limit: int, *, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """List who speaks, and names that stand as roles.

    For a name that stands where a role belongs there is a guess at whose turns they are, with how many entries say
    so. Only you know whether it is right; map-speakers makes it so.
    """
    with opened_workspace(folder) as workspace:
        labels = _labels(workspace, dataset, chosen.among(workspace, dataset=dataset))
    if as_json:
        show_json({"dataset": dataset, "labels": [_label_as_json(one) for one in labels]})
    elif not labels:
        talk.say("Nobody is named, and every role is one that trainers know.")
    else:
        show_lines(_lines(labels, limit=limit))
        if any(one.is_role for one in labels):
            talk.say(
                f"`rolethread dataset map-speakers {as_argument(dataset)} --map NAME=ROLE` says what a name means."
            )


@click.command("map-speakers", cls=MapCommand)
@click.argument("dataset")
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="NAME=ROLE[:CHARACTER]",
    help=f"What a name means: {_ROLES.replace('|', ', ')}; behind a colon, who speaks. May be repeated.",
)
@click.option("--guess", is_flag=True, help="Take the guesses for all names that stand as a role and are not mapped.")
@click.option("--create", is_flag=True, help="Make characters of those who speak and are none yet.")
@selection_options
@manner_options
@workspace_option
def map_speakers(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    mappings: tuple[str, ...],
    *,
    guess: bool,
    create: bool,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Say once what names mean, for all their turns.

    The role becomes user, assistant, system or tool, and the name stays as the speaker. A narrator's turns become the
    assistant's, and skip leaves turns as they are. The name becomes an alias where a character speaks under another.
    """
    said = tuple(map(read_mapping, mappings))
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        if guess:
            said += _guessed(_labels(workspace, dataset, selection), said)
            if not said:
                talk.say("There is nothing to guess.")
                return
        operation = MapSpeakers(dataset=dataset, selection=selection, mapping=said, create=create)
        change(workspace, operation, manner=manner)


def read_mapping(word: str) -> SpeakerMapping:
    """Return what a name means: `Mira=user`, `Orsk=assistant:Orsk the Grey`; raises InvalidValue."""
    found = _MAPPING.fullmatch(word)
    if found is None:
        raise InvalidValue(
            f"{word!r} does not say what a name means.",
            where="--map",
            advice=f"Write it as NAME=ROLE or NAME=ROLE:CHARACTER, with one of {_ROLES.replace('|', ', ')}.",
        )
    return SpeakerMapping(
        label=found["label"], as_role=MappedRole(found["role"]), character=(found["character"] or "").strip()
    )


def _labels(workspace: Workspace, dataset: str, selection: Selection) -> tuple[SpeakerLabel, ...]:
    with workspace.view() as view:
        return speaker_labels(view, dataset=dataset, selection=selection)


def _guessed(labels: Sequence[SpeakerLabel], said: Sequence[SpeakerMapping]) -> tuple[SpeakerMapping, ...]:
    """Return the guesses for what was not mapped, after saying which they are, and what there is no guess at."""
    named = {one.label for one in said}
    guesses = [(one.label, one.guess) for one in labels if one.guess is not None and one.label not in named]
    left = [visible(label) or "(empty)" for label, guess in guesses if guess.as_role is MappedRole.SKIP]
    taken = [(label, guess) for label, guess in guesses if guess.as_role is not MappedRole.SKIP]
    for label, guess in taken:
        talk.say(f"Guessed: {visible(label) or '(empty)'} is {_guess_in_words(guess)}.")
    if left:
        talk.say(f"Left as they are: {listing(left)}.")
    return tuple(
        SpeakerMapping(label=label, as_role=guess.as_role, character=guess.character) for label, guess in taken
    )


def _lines(labels: Sequence[SpeakerLabel], *, limit: int) -> Iterator[str]:
    groups = {
        "Names that stand as a role": [one for one in labels if one.is_role],
        "Speakers": [one for one in labels if not one.is_role],
    }
    shown = [(title, members) for title, members in groups.items() if members]
    for place, (title, members) in enumerate(shown):
        if place:
            yield ""
        yield click.style(title, bold=True)
        for one in members[:limit]:
            yield from _label_lines(one)
        if len(members) > limit:
            yield click.style(f"  … and {number(len(members) - limit)} more", dim=True)


def _label_lines(one: SpeakerLabel) -> Iterator[str]:
    character = f", {_character_in_words(one)}" if one.character is not None else ""
    name = click.style(visible(one.label) or "(empty)", fg="cyan")
    yield f"  {name}  {count(one.turns, 'turn')} in {count(one.entries, 'entry')}{character}"
    if one.guess is not None:
        words = _guess_in_words(one.guess, entries=one.entries)
        yield f"    guess: {words}" if one.guess.as_role is not MappedRole.SKIP else f"    no guess: {one.guess.reason}"
    if one.example:
        yield click.style(f"    “{visible(one.example)}”", dim=True)


def _character_in_words(one: SpeakerLabel) -> str:
    if one.character is None:
        return ""
    known = "a character" if one.character.name == one.label else f"alias of {visible(one.character.name)}"
    return known if one.character.is_active else f"{known}, not active"


def _guess_in_words(guess: SpeakerGuess, *, entries: int = 0) -> str:
    character = f", spoken by {visible(guess.character)}" if guess.character else ""
    agreeing = f", in {guess.agreeing} of {count(entries, 'entry')}" if guess.agreeing and entries else ""
    return f"{guess.as_role}{character} ({guess.reason}{agreeing})"


def _label_as_json(one: SpeakerLabel) -> JsonValue:
    character = one.character
    return {
        "label": one.label,
        "stands_as": "role" if one.is_role else "speaker",
        "entries": one.entries,
        "turns": one.turns,
        "example": one.example,
        "character": None if character is None else {"name": character.name, "active": character.is_active},
        "guess": None if one.guess is None else _guess_as_json(one.guess),
    }


def _guess_as_json(guess: SpeakerGuess) -> JsonValue:
    return {
        "role": guess.as_role.value,
        "character": guess.character or None,
        "reason": guess.reason,
        "entries": guess.agreeing,
    }
