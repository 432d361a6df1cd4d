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
from rolethread_lite.formats.cards.card import CardSpec as CardSpec
from rolethread_lite.formats.cards.card import CharacterCard as CharacterCard
from rolethread_lite.formats.cards.reading import read_card as read_card
from rolethread_lite.formats.cards.reading import read_card_file as read_card_file
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
from rolethread_lite.model.library import Library as Library
from rolethread_lite.model.library_difference import LibraryDifference as LibraryDifference
from rolethread_lite.model.library_difference import compare_libraries as compare_libraries
from rolethread_lite.model.library_taking import LibraryChoice as LibraryChoice
from rolethread_lite.model.library_taking import LibraryRule as LibraryRule
from rolethread_lite.model.library_taking import LibrarySide as LibrarySide
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
from rolethread_lite.model.snapshot import (
    Snapshot as Snapshot,
)
from rolethread_lite.model.snapshot import (
    SnapshotChanges as SnapshotChanges,
)
from rolethread_lite.model.snapshot import (
    SnapshotCheck as SnapshotCheck,
)
from rolethread_lite.model.speaker_labels import MappedRole as MappedRole
from rolethread_lite.model.speaker_labels import SpeakerGuess as SpeakerGuess
from rolethread_lite.model.speaker_labels import SpeakerLabel as SpeakerLabel
from rolethread_lite.model.speaker_labels import SpeakerMapping as SpeakerMapping
from rolethread_lite.model.system_prompt import PromptVersion as PromptVersion
from rolethread_lite.model.system_prompt import SystemPrompt as SystemPrompt
from rolethread_lite.operations import all_operations as all_operations
from rolethread_lite.operations.bundle.reading import BundleReport as BundleReport
from rolethread_lite.operations.bundle.reading import check_bundle as check_bundle
from rolethread_lite.operations.characters.activate_characters import ActivateCharacters as ActivateCharacters
from rolethread_lite.operations.characters.activate_characters import DeactivateCharacters as DeactivateCharacters
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters as AdoptCharacters
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases as AddCharacterAliases
from rolethread_lite.operations.characters.character_aliases import RemoveCharacterAliases as RemoveCharacterAliases
from rolethread_lite.operations.characters.create_character import CreateCharacter as CreateCharacter
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters as DeleteCharacters
from rolethread_lite.operations.characters.edit_character import EditCharacter as EditCharacter
from rolethread_lite.operations.characters.import_character_cards import ImportCharacterCards as ImportCharacterCards
from rolethread_lite.operations.characters.import_character_cards import ImportedCard as ImportedCard
from rolethread_lite.operations.characters.merge_characters import MergeCharacters as MergeCharacters
from rolethread_lite.operations.characters.rename_character import RenameCharacter as RenameCharacter
from rolethread_lite.operations.create_dataset import MakeDataset as MakeDataset
from rolethread_lite.operations.create_entry import CreateEntry as CreateEntry
from rolethread_lite.operations.delete_entries import DeleteEntries as DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries as DuplicateEntries
from rolethread_lite.operations.edit_entry import EditEntry as EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText as EditEntryText
from rolethread_lite.operations.import_report import ImportOptions as ImportOptions
from rolethread_lite.operations.import_report import ImportReport as ImportReport
from rolethread_lite.operations.join_entries import JoinEntries as JoinEntries
from rolethread_lite.operations.library.take_library import TakeLibrary as TakeLibrary
from rolethread_lite.operations.move_entries import MoveEntries as MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry as NoteEntry
from rolethread_lite.operations.operation import Operation as Operation
from rolethread_lite.operations.preview import LinePreview as LinePreview
from rolethread_lite.operations.prompts.activate_prompts import ActivatePrompts as ActivatePrompts
from rolethread_lite.operations.prompts.activate_prompts import DeactivatePrompts as DeactivatePrompts
from rolethread_lite.operations.prompts.apply_prompt import ApplyPrompt as ApplyPrompt
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt as CreatePrompt
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts as DeletePrompts
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt as EditPrompt
from rolethread_lite.operations.prompts.rename_prompt import RenamePrompt as RenamePrompt
from rolethread_lite.operations.prompts.restore_prompt_version import RestorePromptVersion as RestorePromptVersion
from rolethread_lite.operations.prompts.save_prompt import SavePromptFromEntry as SavePromptFromEntry
from rolethread_lite.operations.prompts.unify_prompts import UnifyPrompts as UnifyPrompts
from rolethread_lite.operations.remove_dataset import RemoveDataset as RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset as RenameDataset
from rolethread_lite.operations.repair_entries import RepairEntries as RepairEntries
from rolethread_lite.operations.repair_entries import RepairFinding as RepairFinding
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt as ReplaceSystemPrompt
from rolethread_lite.operations.replace_tag import ReplaceTag as ReplaceTag
from rolethread_lite.operations.replace_text import ReplaceText as ReplaceText
from rolethread_lite.operations.set_tags import SetEntryTags as SetEntryTags
from rolethread_lite.operations.snapshots.restore_snapshot import (
    RestoreSnapshot as RestoreSnapshot,
)
from rolethread_lite.operations.sort_entries import SortEntries as SortEntries
from rolethread_lite.operations.speakers.map_speakers import MapSpeakers as MapSpeakers
from rolethread_lite.operations.speakers.set_speaker import SetSpeaker as SetSpeaker
from rolethread_lite.operations.split_entry import SplitEntry as SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries as TagEntries
from rolethread_lite.projecting import FileState as FileState
from rolethread_lite.queries.characters import CharacterDetail as CharacterDetail
from rolethread_lite.queries.characters import ListedCharacter as ListedCharacter
from rolethread_lite.queries.characters import UnknownSpeaker as UnknownSpeaker
from rolethread_lite.queries.characters import list_characters as list_characters
from rolethread_lite.queries.characters import read_character as read_character
from rolethread_lite.queries.characters import unknown_speakers as unknown_speakers
from rolethread_lite.queries.dataset_findings import (
    compare_entries as compare_entries,
)
from rolethread_lite.queries.dataset_findings import (
    count_findings as count_findings,
)
from rolethread_lite.queries.dataset_summary import summarise_dataset as summarise_dataset
from rolethread_lite.queries.drifted_prompts import drifted as drifted
from rolethread_lite.queries.inactive_mentions import InactiveMention as InactiveMention
from rolethread_lite.queries.inactive_mentions import inactive_mentions as inactive_mentions
from rolethread_lite.queries.list_entries import (
    EntryPage as EntryPage,
)
from rolethread_lite.queries.list_entries import (
    ListedEntry as ListedEntry,
)
from rolethread_lite.queries.list_entries import (
    list_entries as list_entries,
)
from rolethread_lite.queries.prompts import near_identical_prompts as near_identical_prompts
from rolethread_lite.queries.prompts import prompt_groups as prompt_groups
from rolethread_lite.queries.prompts import prompt_uses as prompt_uses
from rolethread_lite.queries.read_entry import (
    EntryDetail as EntryDetail,
)
from rolethread_lite.queries.read_entry import (
    entry_history as entry_history,
)
from rolethread_lite.queries.read_entry import (
    read_entry as read_entry,
)
from rolethread_lite.queries.speakers import speaker_labels as speaker_labels
from rolethread_lite.rules import all_rules as all_rules
from rolethread_lite.rules import get_rule as get_rule
from rolethread_lite.rules.checking import check_entry as check_entry
from rolethread_lite.rules.repairing import repair_finding as repair_finding
from rolethread_lite.rules.repairing import repair_safely as repair_safely
from rolethread_lite.rules.rule import Rule as Rule
from rolethread_lite.workspace import Plan as Plan
from rolethread_lite.workspace import Workspace as Workspace

__all__ = [
    "ActivateCharacters",
    "ActivatePrompts",
    "AddCharacterAliases",
    "AdoptCharacters",
    "ApplyPrompt",
    "BadRequest",
    "BundleReport",
    "CardSpec",
    "CharacterCard",
    "CharacterDetail",
    "CreateCharacter",
    "CreateEntry",
    "CreatePrompt",
    "Dataset",
    "DatasetSummary",
    "DeactivateCharacters",
    "DeactivatePrompts",
    "DeleteCharacters",
    "DeleteEntries",
    "DeletePrompts",
    "DiskFull",
    "DuplicateEntries",
    "EditCharacter",
    "EditEntry",
    "EditEntryText",
    "EditPrompt",
    "Entry",
    "EntryChanged",
    "EntryDetail",
    "EntryDifference",
    "EntryPage",
    "Figure",
    "FileState",
    "Finding",
    "Format",
    "ImportCharacterCards",
    "ImportOptions",
    "ImportReport",
    "ImportedCard",
    "InactiveMention",
    "InvalidValue",
    "JoinEntries",
    "Library",
    "LibraryChoice",
    "LibraryDifference",
    "LibraryRule",
    "LibrarySide",
    "LineKind",
    "LinePreview",
    "ListedCharacter",
    "ListedEntry",
    "MakeDataset",
    "MapSpeakers",
    "MappedRole",
    "MergeCharacters",
    "Message",
    "MoveEntries",
    "NoteEntry",
    "NothingToUndo",
    "Operation",
    "Part",
    "Place",
    "Plan",
    "PromptVersion",
    "Reading",
    "Record",
    "RecordReason",
    "RemoveCharacterAliases",
    "RemoveDataset",
    "RenameCharacter",
    "RenameDataset",
    "RenamePrompt",
    "Repair",
    "RepairEntries",
    "RepairFinding",
    "ReplaceSystemPrompt",
    "ReplaceTag",
    "ReplaceText",
    "RestorePromptVersion",
    "RestoreSnapshot",
    "RoleThreadError",
    "Rule",
    "SavePromptFromEntry",
    "SearchMode",
    "SearchScope",
    "Selection",
    "SetEntryTags",
    "SetSpeaker",
    "Severity",
    "Snapshot",
    "SnapshotChanges",
    "SnapshotCheck",
    "SortEntries",
    "Span",
    "SpeakerGuess",
    "SpeakerLabel",
    "SpeakerMapping",
    "SplitEntry",
    "Step",
    "StepState",
    "StorageFailed",
    "SystemPrompt",
    "TagEntries",
    "TagMode",
    "TagQuery",
    "TakeLibrary",
    "TextQuery",
    "UnifyPrompts",
    "UnknownName",
    "UnknownSpeaker",
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
    "check_bundle",
    "check_entry",
    "compare",
    "compare_entries",
    "compare_libraries",
    "count_findings",
    "drifted",
    "entry_history",
    "get_figure",
    "get_format",
    "get_rule",
    "inactive_mentions",
    "list_characters",
    "list_entries",
    "measure",
    "near_identical_prompts",
    "prompt_groups",
    "prompt_uses",
    "read_card",
    "read_card_file",
    "read_character",
    "read_entry",
    "read_line",
    "repair_finding",
    "repair_safely",
    "speaker_labels",
    "summarise_dataset",
    "unknown_speakers",
]
from rolethread_lite.model.duplicates import Comparison as Comparison
from rolethread_lite.model.duplicates import OnDuplicate as OnDuplicate
from rolethread_lite.model.tag import Category as Category
from rolethread_lite.model.tag import Tag as Tag
from rolethread_lite.operations.merge.merge_datasets import MergedDatasets as MergedDatasets
from rolethread_lite.operations.merge.merge_datasets import Merging as Merging
from rolethread_lite.operations.merge.planning import MergePlan as MergePlan
from rolethread_lite.operations.merge.remove_duplicates import RemoveDuplicates as RemoveDuplicates
from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags as AddStartingTags
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias as AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags as AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags as ArchiveTags
from rolethread_lite.operations.tags.create_category import CreateCategory as CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag as CreateTag
from rolethread_lite.operations.tags.delete_category import DeleteCategory as DeleteCategory
from rolethread_lite.operations.tags.delete_tag import DeleteTag as DeleteTag
from rolethread_lite.operations.tags.delete_tags import DeleteTags as DeleteTags
from rolethread_lite.operations.tags.edit_category import EditCategory as EditCategory
from rolethread_lite.operations.tags.edit_tag import EditTag as EditTag
from rolethread_lite.operations.tags.merge_tags import MergeTags as MergeTags
from rolethread_lite.operations.tags.move_tags import MoveTags as MoveTags
from rolethread_lite.operations.tags.remove_tag_alias import RemoveTagAlias as RemoveTagAlias
from rolethread_lite.operations.tags.rename_tag import RenameTag as RenameTag
from rolethread_lite.operations.tags.resolve_tag_aliases import ResolveTagAliases as ResolveTagAliases
from rolethread_lite.operations.tags.restore_tags import RestoreTags as RestoreTags
from rolethread_lite.queries.duplicates import DuplicateGroup as DuplicateGroup
from rolethread_lite.queries.duplicates import duplicate_groups as duplicate_groups
from rolethread_lite.queries.tags import DatasetUse as DatasetUse
from rolethread_lite.queries.tags import ListedTag as ListedTag
from rolethread_lite.queries.tags import UnknownTag as UnknownTag
from rolethread_lite.queries.tags import list_tags as list_tags
from rolethread_lite.queries.tags import unknown_tags as unknown_tags
