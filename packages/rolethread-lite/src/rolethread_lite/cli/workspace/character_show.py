"""`rolethread character show`: everything there is to one character."""

from collections.abc import Iterator
from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show, show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.character_list import character_as_json
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.queries.characters import CharacterDetail, read_character

_WIDTH = 100


class ShowCommand(Command):
    """The command with its examples."""

    examples = (
        ("One character with its card:", "rolethread character show Mira"),
        ("Every text in full, for a program:", "rolethread character show Mira --json"),
    )


@click.command("show", cls=ShowCommand)
@click.argument("name")
@json_option
@workspace_option
def show_one(name: str, *, as_json: bool, folder: Path | None) -> None:
    """Show one character: its names, what it speaks, and its card.

    An alias finds it too. Long texts are cut; `export-card` writes the card as it came.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        detail = read_character(view, name)
    if as_json:
        card = None if detail.card is None else _card_as_json(detail.card)
        avatar = detail.character.avatar or None
        show_json({**character_as_json(detail.listed), "card": card, "picture": avatar})
        return
    show(click.style(visible(detail.listed.name), bold=True))
    show_lines(table((Column(title="", dim=True), Column(title="", most=_WIDTH)), list(_rows(detail))))


def _rows(detail: CharacterDetail) -> Iterator[tuple[str, str]]:
    """Yield what is known, each with the word for it."""
    listed = detail.listed
    if listed.aliases:
        yield "also", ", ".join(visible(alias) for alias in listed.aliases)
    yield "speaks", f"{count(listed.turns, 'turn')} in {count(listed.entries, 'entry')}"
    if len(listed.uses) > 1:
        for use in listed.uses:
            yield "", f"{visible(use.dataset)}: {count(use.turns, 'turn')} in {count(use.entries, 'entry')}"
    if not listed.is_active:
        yield "inactive", "it is not offered where a speaker is chosen"
    if listed.description:
        yield "description", visible(listed.description)
    if listed.has_avatar:
        yield "picture", "kept"
    if listed.has_card and detail.card is None:
        yield "card", "kept, but it cannot be read"
    if detail.card is not None:
        yield from _card_rows(detail.card)


def _card_rows(card: CharacterCard) -> Iterator[tuple[str, str]]:
    yield "card", f"{card.spec.value}{', with a lorebook' if card.has_lorebook else ''}"
    for word, texts in _card_texts(card).items():
        for text in texts:
            if text:
                yield f"  {word}", visible(text)
    for warning in card.warnings:
        yield "  note", warning


def _card_texts(card: CharacterCard) -> dict[str, tuple[str, ...]]:
    """Return the texts of a card by what they are called."""
    return {
        "name": (card.name,),
        "nickname": (card.nickname,),
        "description": (card.description,),
        "personality": (card.personality,),
        "scenario": (card.scenario,),
        "first message": (card.first_message,),
        "alternate greeting": card.alternate_greetings,
        "example dialogue": (card.example_dialogue,),
        "system prompt": (card.system_prompt,),
        "post-history instructions": (card.post_history_instructions,),
        "tag": (", ".join(card.tags),),
        "creator": (card.creator,),
        "creator notes": (card.creator_notes,),
    }


def _card_as_json(card: CharacterCard) -> JsonValue:
    return {
        "spec": card.spec.value,
        "name": card.name,
        "nickname": card.nickname,
        "description": card.description,
        "personality": card.personality,
        "scenario": card.scenario,
        "first_message": card.first_message,
        "alternate_greetings": list(card.alternate_greetings),
        "example_dialogue": card.example_dialogue,
        "system_prompt": card.system_prompt,
        "post_history_instructions": card.post_history_instructions,
        "creator": card.creator,
        "creator_notes": card.creator_notes,
        "tags": list(card.tags),
        "lorebook": card.has_lorebook,
        "notes": list(card.warnings),
    }
