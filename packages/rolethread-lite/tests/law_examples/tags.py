"""Examples of the operations on the tags and categories that a workspace knows."""

from law_examples import Example
from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.delete_category import DeleteCategory
from rolethread_lite.operations.tags.delete_tag import DeleteTag
from rolethread_lite.operations.tags.delete_tags import DeleteTags
from rolethread_lite.operations.tags.edit_category import EditCategory
from rolethread_lite.operations.tags.edit_tag import EditTag
from rolethread_lite.operations.tags.merge_tags import MergeTags
from rolethread_lite.operations.tags.move_tags import MoveTags
from rolethread_lite.operations.tags.remove_tag_alias import RemoveTagAlias
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.operations.tags.resolve_tag_aliases import ResolveTagAliases
from rolethread_lite.operations.tags.restore_tags import RestoreTags
from rolethread_lite.workspace import Workspace

EXAMPLES: dict[str, list[Example]] = {
    "add-starting-tags": [lambda _: AddStartingTags()],
    "add-tag-alias": [lambda _: AddTagAlias(tag="calm", name="ruhig")],
    "adopt-tags": [
        lambda _: AdoptTags(tags=("inn",)),
        lambda _: AdoptTags(tags=("inn", "\ud800"), category="Weather of a tale"),
    ],
    "archive-tags": [lambda _: ArchiveTags(tags=("calm", "日暮れ"))],
    "create-category": [lambda _: CreateCategory(name=" Été \ud800", description=" Warm. ", colour="#AABB01")],
    "create-tag": [
        lambda _: CreateTag(name=" C++ "),
        lambda _: CreateTag(name="quiet", category="Weather of a tale", colour="#00ff00", place=3),
    ],
    "delete-category": [lambda _: DeleteCategory(category="Weather of a tale")],
    "delete-tag": [
        lambda _: DeleteTag(tag="calm"),
        lambda _: DeleteTag(tag="calm", from_entries=True),
        lambda _: DeleteTag(tag="inn", from_entries=True),
        lambda _: DeleteTag(tag="", from_entries=True),
    ],
    "delete-tags": [
        lambda _: DeleteTags(tags=("calm", "日暮れ")),
        lambda _: DeleteTags(tags=("calm", "inn", "inn", "\ud800", ""), from_entries=True),
    ],
    "edit-category": [
        lambda _: EditCategory(category="Weather of a tale", name="Weather", description="", place=7),
    ],
    "edit-tag": [lambda _: EditTag(tag="calm", description="No wind.", colour="", place=9)],
    "merge-tags": [
        lambda _: MergeTags(tags=("calm", "inn"), into="日暮れ"),
        lambda _: MergeTags(tags=("inn", "日暮れ", "\ud800"), into="calm"),
    ],
    "move-tags": [lambda _: MoveTags(tags=("calm", "日暮れ"), category="")],
    "remove-tag-alias": [lambda _: RemoveTagAlias(name="quiet")],
    "rename-tag": [
        lambda _: RenameTag(tag="calm", name=" still "),
        lambda _: RenameTag(tag="calm", name="inn"),
        lambda _: RenameTag(tag="calm", name="quiet"),
        lambda _: RenameTag(tag="calm", name="\ud800"),
    ],
    "resolve-tag-aliases": [lambda _: ResolveTagAliases(), lambda _: ResolveTagAliases(datasets=("tales",))],
    "restore-tags": [lambda _: RestoreTags(tags=("old one",))],
}
"""Something that each operation can do to the tags that `prepare` makes known."""

MAY_CHANGE = {"tags": {"delete-tag", "delete-tags", "merge-tags", "rename-tag", "resolve-tag-aliases"}}
"""Which of these operations are there to change what."""

REPEATED_WITHOUT_EFFECT = {
    "add-starting-tags",
    "add-tag-alias",
    "archive-tags",
    "edit-tag",
    "move-tags",
    "resolve-tag-aliases",
    "restore-tags",
}
"""What is no step when it is done again."""


def prepare(workspace: Workspace) -> None:
    """Make some tags known, one archived, one with two other names of which an entry has one."""
    workspace.run(CreateCategory(name="Weather of a tale", colour="#102030"))
    workspace.run(AdoptTags(tags=("calm",), category="Weather of a tale"))
    workspace.run(CreateTag(name="日暮れ", category="Weather of a tale", description="Dusk."))
    workspace.run(CreateTag(name="old one"))
    workspace.run(ArchiveTags(tags=("old one",)))
    workspace.run(AddTagAlias(tag="日暮れ", name="quiet"))
    workspace.run(AddTagAlias(tag="日暮れ", name="\ud800"))
