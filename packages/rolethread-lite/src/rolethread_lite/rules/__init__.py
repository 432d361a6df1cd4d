"""One module per rule, by family: what it finds, why it matters, and how it is put right.

Every module below that holds a `RULE` is a rule; there is no other list of them.
"""

import difflib
import hashlib
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from rolethread_lite.errors import UnknownName
from rolethread_lite.rules.rule import CheckEntry, CheckGroup, CheckRecord, GroupKey, Reads, RepairEntry, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRule:
    """A rule with what its module holds: the record, the functions, and the page."""

    rule: Rule
    """The record."""
    page: str
    """The module's docstring: what it finds, why it matters, an example, the example repaired."""
    check: CheckEntry | None = None
    """Finds in an entry or its tags; None for a rule that reads something else."""
    check_record: CheckRecord | None = None
    """Finds in a record; None for a rule that reads something else."""
    repair: RepairEntry | None = None
    """Puts one finding right; None for a rule that repairs nothing."""
    key: GroupKey | None = None
    """Names the group an entry belongs to; None for a rule that does not compare entries."""
    check_group: CheckGroup | None = None
    """Finds in a group of entries; None for a rule that does not compare entries."""


@cache
def all_rules() -> tuple[LoadedRule, ...]:
    """Return every rule, in the order of their codes."""
    return load_rules(_walk())


def load_rules(modules: Iterable[ModuleType]) -> tuple[LoadedRule, ...]:
    """Return the rules that these modules hold, in the order of their codes.

    Raises ImportError when there are none, or when two share a code or a name: the package is broken.
    """
    loaded = sorted((_load(module) for module in modules if "RULE" in vars(module)), key=lambda one: one.rule.code)
    if not loaded:
        raise ImportError("no module of the package holds a rule")
    for words in ([one.rule.code for one in loaded], [one.rule.name for one in loaded]):
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ImportError(f"two rules are called {twice[0]}")
    return tuple(loaded)


def get_rule(code_or_name: str) -> LoadedRule:
    """Return the rule of that code or name.

    Raises UnknownName when there is none.
    """
    found = _by_word().get(code_or_name.strip().lower())
    if found is None:
        raise _unknown(code_or_name)
    return found


def select_rules(select: Iterable[str] = (), *, ignore: Iterable[str] = ()) -> frozenset[str]:
    """Return the codes that are selected and not ignored; nothing selected means all.

    Each word is a code, the start of one (`RT2`), a name, or a family. Raises UnknownName for any other word.
    """
    wanted = frozenset(code for word in select for code in _codes(word))
    unwanted = frozenset(code for word in ignore for code in _codes(word))
    return (wanted or frozenset(one.rule.code for one in all_rules())) - unwanted


@cache
def rules_version() -> str:
    """Return a short digest that changes whenever a rule comes, goes, or finds something else."""
    listing = " ".join(f"{one.rule.code}:{one.rule.version}" for one in all_rules())
    return hashlib.sha256(listing.encode()).hexdigest()[:12]


def _walk() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(__path__, prefix=f"{__name__}."):
        yield importlib.import_module(found.name)


def _load(module: ModuleType) -> LoadedRule:
    """Return the rule of a module; a function that the rule must have and has not is an AttributeError."""
    rule: Rule = module.RULE
    page = module.__doc__ or ""
    repair = getattr(module, "repair", None)
    if rule.reads is Reads.RECORD:
        return LoadedRule(rule=rule, page=page, check_record=module.check)
    if rule.reads is Reads.DATASET:
        return LoadedRule(rule=rule, page=page, key=module.key, check_group=module.check_group)
    return LoadedRule(rule=rule, page=page, check=module.check, repair=repair)


@cache
def _by_word() -> dict[str, LoadedRule]:
    words = {one.rule.code.lower(): one for one in all_rules()}
    return words | {one.rule.name: one for one in all_rules()}


def _codes(word: str) -> frozenset[str]:
    """Return the codes that a word of a selection means."""
    sought = word.strip().lower()
    found = frozenset(
        one.rule.code
        for one in all_rules()
        if sought in (one.rule.name, one.rule.family)
        or (sought.startswith("rt") and one.rule.code.lower().startswith(sought))
    )
    if not found:
        raise _unknown(word)
    return found


def _unknown(word: str) -> UnknownName:
    families = {one.rule.family for one in all_rules()}
    near = difflib.get_close_matches(word.strip().lower(), [*_by_word(), *families], n=1)
    meant = f"Did you mean {near[0].upper() if near[0].startswith('rt') else near[0]!r}? " if near else ""
    return UnknownName(f"there is no rule {word!r}.", advice=f"{meant}`rolethread rules` lists them all.")
