"""`rolethread character`: who speaks, under which names, and with which card."""

import click

from rolethread_lite.cli.workspace.character_card import export_card, import_cards
from rolethread_lite.cli.workspace.character_edit import create, edit
from rolethread_lite.cli.workspace.character_list import list_all, mentions
from rolethread_lite.cli.workspace.character_names import alias, merge, rename, unalias
from rolethread_lite.cli.workspace.character_show import show_one
from rolethread_lite.cli.workspace.character_state import activate, adopt, deactivate, delete
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs


class CharacterNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See who there is, and how much each speaks:", "rolethread character list"),
        ("Bring in a character card:", "rolethread character import mira.png"),
        ("Another name, also in every turn:", "rolethread character rename Mira 'Mira Vale' --yes"),
    )


@click.group("character", cls=CharacterNoun)
def command() -> None:
    """Keep characters: their names, their cards, what they speak.

    A character speaks the turns whose speaker is its name or one of its aliases.
    """


with_verbs(
    command,
    (
        list_all,
        show_one,
        create,
        edit,
        rename,
        merge,
        alias,
        unalias,
        activate,
        deactivate,
        delete,
        import_cards,
        export_card,
        adopt,
        mentions,
    ),
)
