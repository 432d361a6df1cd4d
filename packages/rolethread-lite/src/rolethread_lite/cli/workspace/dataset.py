"""`rolethread dataset`: whole datasets, from import to export."""

import click

from rolethread_lite.cli.workspace.dataset_bundle import bundle
from rolethread_lite.cli.workspace.dataset_check import check
from rolethread_lite.cli.workspace.dataset_compare import compare, take_changes
from rolethread_lite.cli.workspace.dataset_export import export
from rolethread_lite.cli.workspace.dataset_files import files, keep_workspace, take_file
from rolethread_lite.cli.workspace.dataset_import import import_files
from rolethread_lite.cli.workspace.dataset_insights import insights
from rolethread_lite.cli.workspace.dataset_list import list_datasets
from rolethread_lite.cli.workspace.dataset_merge import dedupe, merge
from rolethread_lite.cli.workspace.dataset_names import create, remove, rename
from rolethread_lite.cli.workspace.dataset_repair import repair
from rolethread_lite.cli.workspace.dataset_source import discard_source, source
from rolethread_lite.cli.workspace.dataset_speakers import map_speakers, speakers
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs


class DatasetNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("Bring a file in, and see what it holds:", "rolethread dataset import examples/lantern-inn.jsonl --name inn"),
        ("See what is wrong, and put right what is safe:", "rolethread dataset check inn"),
        ("Take it to a trainer:", "rolethread dataset export inn -o inn-for-training.jsonl"),
    )


@click.group("dataset", cls=DatasetNoun)
def command() -> None:
    """Import, check, repair and export whole datasets.

    A dataset lives in the workspace, and as a plain JSONL file that is kept up to date beside it. Every
    change is one step that can be undone.
    """


with_verbs(
    command,
    (
        import_files,
        list_datasets,
        create,
        rename,
        remove,
        merge,
        dedupe,
        insights,
        speakers,
        map_speakers,
        check,
        repair,
        compare,
        take_changes,
        export,
        bundle,
        files,
        take_file,
        keep_workspace,
        source,
        discard_source,
    ),
)
