"""`rolethread prompt`: the system prompts of the library, and those of entries."""

import click

from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.prompt_apply import apply, save, unify
from rolethread_lite.cli.workspace.prompt_edit import create, edit, rename, restore
from rolethread_lite.cli.workspace.prompt_groups import drifted, groups, near
from rolethread_lite.cli.workspace.prompt_list import list_prompts, show, versions
from rolethread_lite.cli.workspace.prompt_state import activate, deactivate, delete


class PromptNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See which system prompts a dataset has:", "rolethread prompt groups inn"),
        ("Keep one for use again:", "rolethread prompt create Keeper 'You are {{char}}, keeper of the inn.'"),
        ("Give it to entries:", "rolethread prompt apply inn Keeper --tag inn --preview"),
    )


@click.group("prompt", cls=PromptNoun)
def command() -> None:
    """Keep system prompts, and bring those of entries in line.

    What stands in double braces, such as {{char}}, is a variable; a backslash before it makes it plain text.
    """


with_verbs(
    command,
    (
        list_prompts,
        show,
        create,
        edit,
        rename,
        versions,
        restore,
        activate,
        deactivate,
        delete,
        save,
        apply,
        groups,
        near,
        drifted,
        unify,
    ),
)
