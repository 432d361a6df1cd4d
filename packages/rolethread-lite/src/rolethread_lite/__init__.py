"""RoleThread Lite: a local workshop for conversational and roleplay fine-tuning datasets.

What is exported here is what scripts and other programs may lean on; each name is loaded when it is first used,
so that a command that needs little starts quickly.
"""

import importlib

_EXPORTS = {
    "rolethread_lite.errors": (
        "BadRequest",
        "DiskFull",
        "EntryChanged",
        "InvalidValue",
        "NothingToUndo",
        "RoleThreadError",
        "StorageFailed",
        "UnknownName",
        "UnreadableInput",
        "WorkspaceBusy",
        "WorkspaceMoved",
        "WorkspaceUnusable",
        "WouldOverwrite",
    ),
    "rolethread_lite.formats": ("all_formats", "get_format"),
    "rolethread_lite.formats.format": ("Format",),
    "rolethread_lite.formats.lines": ("read_line",),
    "rolethread_lite.insights": ("all_figures", "get_figure"),
    "rolethread_lite.insights.figure": ("Figure",),
    "rolethread_lite.insights.measuring": ("measure",),
    "rolethread_lite.insights.summary": ("DatasetSummary",),
    "rolethread_lite.model.dataset": ("Dataset", "Step", "StepState"),
    "rolethread_lite.model.difference": ("EntryDifference", "compare"),
    "rolethread_lite.model.entry": ("Entry",),
    "rolethread_lite.model.finding": ("Finding", "Place", "Repair", "Severity"),
    "rolethread_lite.model.message": ("Message", "Part"),
    "rolethread_lite.model.reading": ("Reading",),
    "rolethread_lite.model.record": ("Record", "RecordReason"),
    "rolethread_lite.model.selection": (
        "LineKind",
        "SearchMode",
        "SearchScope",
        "Selection",
        "Span",
        "TagMode",
        "TagQuery",
        "TextQuery",
    ),
    "rolethread_lite.operations": ("all_operations",),
    "rolethread_lite.operations.create_dataset": ("MakeDataset",),
    "rolethread_lite.operations.create_entry": ("CreateEntry",),
    "rolethread_lite.operations.delete_entries": ("DeleteEntries",),
    "rolethread_lite.operations.duplicate_entries": ("DuplicateEntries",),
    "rolethread_lite.operations.edit_entry": ("EditEntry",),
    "rolethread_lite.operations.edit_entry_text": ("EditEntryText",),
    "rolethread_lite.operations.import_file": ("ImportReport",),
    "rolethread_lite.operations.join_entries": ("JoinEntries",),
    "rolethread_lite.operations.move_entries": ("MoveEntries",),
    "rolethread_lite.operations.note_entry": ("NoteEntry",),
    "rolethread_lite.operations.operation": ("Operation",),
    "rolethread_lite.operations.preview": ("LinePreview",),
    "rolethread_lite.operations.remove_dataset": ("RemoveDataset",),
    "rolethread_lite.operations.rename_dataset": ("RenameDataset",),
    "rolethread_lite.operations.repair_entries": ("RepairEntries", "RepairFinding"),
    "rolethread_lite.operations.replace_system_prompt": ("ReplaceSystemPrompt",),
    "rolethread_lite.operations.replace_tag": ("ReplaceTag",),
    "rolethread_lite.operations.replace_text": ("ReplaceText",),
    "rolethread_lite.operations.set_tags": ("SetEntryTags",),
    "rolethread_lite.operations.sort_entries": ("SortEntries",),
    "rolethread_lite.operations.split_entry": ("SplitEntry",),
    "rolethread_lite.operations.tag_entries": ("TagEntries",),
    "rolethread_lite.queries.dataset_findings": ("compare_entries", "count_findings"),
    "rolethread_lite.queries.dataset_summary": ("summarise_dataset",),
    "rolethread_lite.queries.list_entries": ("EntryPage", "ListedEntry", "list_entries"),
    "rolethread_lite.queries.read_entry": ("EntryDetail", "entry_history", "read_entry"),
    "rolethread_lite.rules": ("all_rules", "get_rule"),
    "rolethread_lite.rules.checking": ("check_entry",),
    "rolethread_lite.rules.repairing": ("repair_finding", "repair_safely"),
    "rolethread_lite.rules.rule": ("Rule",),
    "rolethread_lite.workspace": ("FileState", "Plan", "Workspace"),
}
"""Where each exported name is defined; `__init__.pyi` says the same to type checkers."""

_HOMES = {name: module for module, names in _EXPORTS.items() for name in names}
__all__ = sorted(_HOMES)  # noqa: PLE0605 (a list of texts, made from the table above)


def __getattr__(name: str) -> object:
    """Load an exported name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is exported."""
    return __all__
