from rolethread_lite.errors import (
    BadRequest as BadRequest,
)
from rolethread_lite.errors import (
    DiskFull as DiskFull,
)
from rolethread_lite.errors import (
    EntryChanged as EntryChanged,
)
from rolethread_lite.errors import (
    InvalidValue as InvalidValue,
)
from rolethread_lite.errors import (
    NothingToUndo as NothingToUndo,
)
from rolethread_lite.errors import (
    RoleThreadError as RoleThreadError,
)
from rolethread_lite.errors import (
    StorageFailed as StorageFailed,
)
from rolethread_lite.errors import (
    UnknownName as UnknownName,
)
from rolethread_lite.errors import (
    UnreadableInput as UnreadableInput,
)
from rolethread_lite.errors import (
    WorkspaceBusy as WorkspaceBusy,
)
from rolethread_lite.errors import (
    WorkspaceMoved as WorkspaceMoved,
)
from rolethread_lite.errors import (
    WorkspaceUnusable as WorkspaceUnusable,
)
from rolethread_lite.errors import (
    WouldOverwrite as WouldOverwrite,
)
from rolethread_lite.formats import all_formats as all_formats
from rolethread_lite.formats import get_format as get_format
from rolethread_lite.formats.format import Format as Format
from rolethread_lite.formats.lines import read_line as read_line
from rolethread_lite.insights import all_figures as all_figures
from rolethread_lite.insights import get_figure as get_figure
from rolethread_lite.insights.figure import Figure as Figure
from rolethread_lite.insights.measuring import measure as measure
from rolethread_lite.insights.summary import DatasetSummary as DatasetSummary
from rolethread_lite.model.dataset import Dataset as Dataset
from rolethread_lite.model.dataset import Step as Step
from rolethread_lite.model.dataset import StepState as StepState
from rolethread_lite.model.difference import EntryDifference as EntryDifference
from rolethread_lite.model.difference import compare as compare
from rolethread_lite.model.entry import Entry as Entry
from rolethread_lite.model.finding import Finding as Finding
from rolethread_lite.model.finding import Place as Place
from rolethread_lite.model.finding import Repair as Repair
from rolethread_lite.model.finding import Severity as Severity
from rolethread_lite.model.message import Message as Message
from rolethread_lite.model.message import Part as Part
from rolethread_lite.model.reading import Reading as Reading
from rolethread_lite.model.record import Record as Record
from rolethread_lite.model.record import RecordReason as RecordReason
from rolethread_lite.model.selection import (
    LineKind as LineKind,
)
from rolethread_lite.model.selection import (
    SearchMode as SearchMode,
)
from rolethread_lite.model.selection import (
    SearchScope as SearchScope,
)
from rolethread_lite.model.selection import (
    Selection as Selection,
)
from rolethread_lite.model.selection import (
    Span as Span,
)
from rolethread_lite.model.selection import (
    TagMode as TagMode,
)
from rolethread_lite.model.selection import (
    TagQuery as TagQuery,
)
from rolethread_lite.model.selection import (
    TextQuery as TextQuery,
)
from rolethread_lite.operations import all_operations as all_operations
from rolethread_lite.operations.create_dataset import MakeDataset as MakeDataset
from rolethread_lite.operations.create_entry import CreateEntry as CreateEntry
from rolethread_lite.operations.delete_entries import DeleteEntries as DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries as DuplicateEntries
from rolethread_lite.operations.edit_entry import EditEntry as EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText as EditEntryText
from rolethread_lite.operations.import_file import ImportReport as ImportReport
from rolethread_lite.operations.join_entries import JoinEntries as JoinEntries
from rolethread_lite.operations.move_entries import MoveEntries as MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry as NoteEntry
from rolethread_lite.operations.operation import Operation as Operation
from rolethread_lite.operations.preview import LinePreview as LinePreview
from rolethread_lite.operations.remove_dataset import RemoveDataset as RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset as RenameDataset
from rolethread_lite.operations.repair_entries import RepairEntries as RepairEntries
from rolethread_lite.operations.repair_entries import RepairFinding as RepairFinding
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt as ReplaceSystemPrompt
from rolethread_lite.operations.replace_tag import ReplaceTag as ReplaceTag
from rolethread_lite.operations.replace_text import ReplaceText as ReplaceText
from rolethread_lite.operations.set_tags import SetEntryTags as SetEntryTags
from rolethread_lite.operations.sort_entries import SortEntries as SortEntries
from rolethread_lite.operations.split_entry import SplitEntry as SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries as TagEntries
from rolethread_lite.queries.dataset_findings import (
    compare_entries as compare_entries,
)
from rolethread_lite.queries.dataset_findings import (
    count_findings as count_findings,
)
from rolethread_lite.queries.dataset_summary import summarise_dataset as summarise_dataset
from rolethread_lite.queries.list_entries import (
    EntryPage as EntryPage,
)
from rolethread_lite.queries.list_entries import (
    ListedEntry as ListedEntry,
)
from rolethread_lite.queries.list_entries import (
    list_entries as list_entries,
)
from rolethread_lite.queries.read_entry import (
    EntryDetail as EntryDetail,
)
from rolethread_lite.queries.read_entry import (
    entry_history as entry_history,
)
from rolethread_lite.queries.read_entry import (
    read_entry as read_entry,
)
from rolethread_lite.rules import all_rules as all_rules
from rolethread_lite.rules import get_rule as get_rule
from rolethread_lite.rules.checking import check_entry as check_entry
from rolethread_lite.rules.repairing import repair_finding as repair_finding
from rolethread_lite.rules.repairing import repair_safely as repair_safely
from rolethread_lite.rules.rule import Rule as Rule
from rolethread_lite.workspace import FileState as FileState
from rolethread_lite.workspace import Plan as Plan
from rolethread_lite.workspace import Workspace as Workspace

__all__ = [
    "BadRequest",
    "CreateEntry",
    "Dataset",
    "DatasetSummary",
    "DeleteEntries",
    "DiskFull",
    "DuplicateEntries",
    "EditEntry",
    "EditEntryText",
    "Entry",
    "EntryChanged",
    "EntryDetail",
    "EntryDifference",
    "EntryPage",
    "Figure",
    "FileState",
    "Finding",
    "Format",
    "ImportReport",
    "InvalidValue",
    "JoinEntries",
    "LineKind",
    "LinePreview",
    "ListedEntry",
    "MakeDataset",
    "Message",
    "MoveEntries",
    "NoteEntry",
    "NothingToUndo",
    "Operation",
    "Part",
    "Place",
    "Plan",
    "Reading",
    "Record",
    "RecordReason",
    "RemoveDataset",
    "RenameDataset",
    "Repair",
    "RepairEntries",
    "RepairFinding",
    "ReplaceSystemPrompt",
    "ReplaceTag",
    "ReplaceText",
    "RoleThreadError",
    "Rule",
    "SearchMode",
    "SearchScope",
    "Selection",
    "SetEntryTags",
    "Severity",
    "SortEntries",
    "Span",
    "SplitEntry",
    "Step",
    "StepState",
    "StorageFailed",
    "TagEntries",
    "TagMode",
    "TagQuery",
    "TextQuery",
    "UnknownName",
    "UnreadableInput",
    "Workspace",
    "WorkspaceBusy",
    "WorkspaceMoved",
    "WorkspaceUnusable",
    "WouldOverwrite",
    "all_figures",
    "all_formats",
    "all_operations",
    "all_rules",
    "check_entry",
    "compare",
    "compare_entries",
    "count_findings",
    "entry_history",
    "get_figure",
    "get_format",
    "get_rule",
    "list_entries",
    "measure",
    "read_entry",
    "read_line",
    "repair_finding",
    "repair_safely",
    "summarise_dataset",
]
