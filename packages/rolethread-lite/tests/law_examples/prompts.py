"""Examples of the operations on the system prompts of the library, and on those of entries by means of them."""

from workspaces import HALVES, TAGGED, id_of

from law_examples import Example
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.operations.prompts.activate_prompts import ActivatePrompts, DeactivatePrompts
from rolethread_lite.operations.prompts.apply_prompt import ApplyPrompt
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.operations.prompts.rename_prompt import RenamePrompt
from rolethread_lite.operations.prompts.restore_prompt_version import RestorePromptVersion
from rolethread_lite.operations.prompts.save_prompt import SavePromptFromEntry
from rolethread_lite.operations.prompts.unify_prompts import UnifyPrompts
from rolethread_lite.workspace import Workspace

IN_INN = Selection(tags=TagQuery(names=("inn",)))

EXAMPLES: dict[str, list[Example]] = {
    "activate-prompts": [lambda _: ActivatePrompts(prompts=("Fährmann",))],
    "apply-prompt": [
        lambda _: ApplyPrompt(
            dataset="tales", selection=Selection(), prompt="Innkeeper", values=(("char", "\ud800"), ("Place", "{{x}}"))
        ),
        lambda _: ApplyPrompt(
            dataset="tales", selection=IN_INN, prompt="Innkeeper", values=(("place", "ford"),), skip_missing=True
        ),
    ],
    "create-prompt": [
        lambda _: CreatePrompt(
            name=" Innkeeper of the ford ", text="You keep the {{place}}.", description=" For inns. "
        ),
        lambda _: CreatePrompt(name="宿屋 \ud800", text="\ud800\x00 {{char}}"),
    ],
    "deactivate-prompts": [lambda _: DeactivatePrompts(prompts=("Innkeeper", "Innkeeper"))],
    "delete-prompts": [lambda _: DeletePrompts(prompts=("Innkeeper", "Fährmann"))],
    "edit-prompt": [
        lambda _: EditPrompt(prompt="Innkeeper", text="You keep \ud800 {{place}}.", description="\ud800"),
        lambda _: EditPrompt(prompt="Innkeeper", description="Only another description."),
    ],
    "rename-prompt": [lambda _: RenamePrompt(prompt="Innkeeper", name=" Keeper\ud800 of inns ")],
    "restore-prompt-version": [lambda _: RestorePromptVersion(prompt="Innkeeper", version=1)],
    "save-prompt-from-entry": [
        lambda work: SavePromptFromEntry(
            dataset="tales", entry_id=id_of(work, "tales", TAGGED), variables=(("place", "inn"),)
        ),
        lambda work: SavePromptFromEntry(dataset="tales", entry_id=id_of(work, "tales", HALVES), name="Half\ud800"),
    ],
    "unify-prompts": [
        lambda _: UnifyPrompts(dataset="tales", texts=("You keep the inn.", "\ud800", "Not there."), by="Keep it."),
        lambda _: UnifyPrompts(dataset="tales", texts=("\ufffd\ufffd\ufffd",), by="\ud800\ud800"),
    ],
}
"""Something that each operation can do to the library, or to the dataset `tales`."""

REPEATED_WITHOUT_EFFECT = {
    "activate-prompts",
    "apply-prompt",
    "deactivate-prompts",
    "edit-prompt",
    "restore-prompt-version",
    "unify-prompts",
}


def prepare(workspace: Workspace) -> None:
    """Bring in a template with an earlier version, and a prompt that is not offered."""
    workspace.run(CreatePrompt(name="Innkeeper", text="You are {{char}} and keep the {{ Place }}."))
    workspace.run(EditPrompt(prompt="Innkeeper", text="You are {{char}}. You keep the {{place}}."))
    workspace.run(CreatePrompt(name="Fährmann", text="Du bist der Fährmann."))
    workspace.run(DeactivatePrompts(prompts=("Fährmann",)))
