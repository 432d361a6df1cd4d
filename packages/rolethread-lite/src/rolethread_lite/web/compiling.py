"""What the address of the prompt compiler says, as a wish that can be compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import QueryParams

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.character import Character
from rolethread_lite.model.compilation import CastMember, Compilation, Delivery, Style, Task, Tone
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.prompt_compiler import spread
from rolethread_lite.model.prompt_template import fill, variables_of
from rolethread_lite.model.selection import LineKind
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Tag
from rolethread_lite.queries.characters import read_character
from rolethread_lite.queries.read_entry import read_entries
from rolethread_lite.web.acting import normalised
from rolethread_lite.web.address import EntriesAddress, read_address
from rolethread_lite.web.combine_frame import read_number
from rolethread_lite.workspace import Workspace

AUTOMATIC, KEPT, OWN = "automatic", "library", "own"
"""Where the system prompt comes from: nowhere, the library, or the owner's own words."""
MOST_EXAMPLES = 100
"""More entries than this make a prompt that nobody reads to its end."""
USUAL_TAKE = 3
VALUE = "value-"
"""How the name of a field begins that holds the value of a variable."""
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the page offers."""

    datasets: tuple[Dataset, ...]
    """All datasets."""
    characters: tuple[Character, ...]
    """The characters that are active."""
    prompts: tuple[SystemPrompt, ...]
    """The system prompts that are active."""
    tags: tuple[str, ...]
    """The tags that are not archived."""


def offers_of(workspace: Workspace) -> Offers:
    """Return what the library and the datasets offer."""
    with workspace.view() as view:
        return Offers(
            datasets=view.datasets(),
            characters=tuple(one for one in view.items(Character) if one.is_active),
            prompts=tuple(one for one in view.items(SystemPrompt) if one.is_active),
            tags=tuple(one.name for one in view.items(Tag) if not one.is_archived),
        )


def source_of(parameters: QueryParams, offers: Offers) -> EntriesAddress | None:
    """Return which entries are shown in the prompt, before some are taken; None for none."""
    chosen = next((one for one in offers.datasets if str(one.key) == parameters.get("from", "")), None)
    return None if chosen is None else read_address(parameters, dataset=chosen.key)


def variables(parameters: QueryParams, offers: Offers) -> tuple[tuple[str, str], ...]:
    """Return the variables of the chosen system prompt of the library, each with its value."""
    prompt = _kept_prompt(parameters, offers)
    names = variables_of(prompt.text) if prompt is not None else ()
    return tuple((name, parameters.get(f"{VALUE}{name}", "")) for name in names)


def read_compilation(workspace: Workspace, parameters: QueryParams, offers: Offers) -> Compilation:
    """Return the wish; raises InvalidValue for what cannot be asked for, UnknownName for what is not there any more."""
    examples = _examples(workspace, parameters, source_of(parameters, offers))
    return Compilation(
        task=_choice(parameters, "task", Task.NEW),
        entries=read_number(parameters, "entries", usual=10),
        exchanges=read_number(parameters, "exchanges", usual=3),
        content=normalised(parameters.get("about", "")),
        system_prompt=_system_prompt(parameters, offers),
        characters=tuple(_member(workspace, name) for name in dict.fromkeys(parameters.getlist("who"))),
        tags=_tags(parameters),
        style=_choice(parameters, "style", Style.NATURAL),
        tone=_choice(parameters, "tone", Tone.NEUTRAL),
        examples=examples,
        delivery=_choice(parameters, "delivery", Delivery.PASTE),
        more=normalised(parameters.get("more", "")),
    )


def _choice(parameters: QueryParams, name: str, usual: _Choice) -> _Choice:
    word = parameters.get(name, usual.value)
    words: Mapping[str, _Choice] = {one.value: one for one in type(usual)}
    if word not in words:
        raise InvalidValue(f"{word!r} is none of {', '.join(words)}", where=name, advice="Choose one of the page.")
    return words[word]


def _system_prompt(parameters: QueryParams, offers: Offers) -> str | None:
    """Return the system prompt; what the owner typed is taken as it is, one of the library is filled once."""
    source = parameters.get("system", AUTOMATIC)
    if source == OWN:
        return _needed(normalised(parameters.get("own", "")), advice="Write it, or leave it to the system you ask.")
    prompt = _kept_prompt(parameters, offers)
    if source == KEPT and prompt is None:
        raise InvalidValue("no system prompt of the library is chosen", advice="Choose one, or write your own.")
    if source != KEPT or prompt is None:
        return None
    return fill(prompt.text, {name: value for name, value in variables(parameters, offers) if value})


def _needed(text: str, *, advice: str) -> str:
    if not text.strip():
        raise InvalidValue("the system prompt is empty", advice=advice)
    return text


def _kept_prompt(parameters: QueryParams, offers: Offers) -> SystemPrompt | None:
    return next((one for one in offers.prompts if one.name == parameters.get("kept", "")), None)


def _member(workspace: Workspace, name: str) -> CastMember:
    """Return a character as the prompt tells of it; `{{char}}` in its card means itself."""
    with workspace.view() as view:
        detail = read_character(view, name)
    character, card = detail.character, detail.card
    own = {"char": character.name}
    described = character.description or (fill(card.description, own) if card is not None else "")
    return CastMember(
        name=character.name,
        description=described,
        personality=fill(card.personality, own) if card is not None else "",
        scenario=fill(card.scenario, own) if card is not None else "",
    )


def _tags(parameters: QueryParams) -> tuple[str, ...]:
    typed = (name.strip() for name in parameters.get("give_also", "").split(","))
    return tuple(dict.fromkeys((*parameters.getlist("give"), *(name for name in typed if name))))


def _examples(workspace: Workspace, parameters: QueryParams, source: EntriesAddress | None) -> tuple[Entry, ...]:
    """Return the entries that are taken of those that fit, spread evenly over them."""
    if source is None:
        return ()
    is_of_records = source.selection.kind is LineKind.RECORDS
    selection = source.selection if is_of_records else replace(source.selection, kind=LineKind.ENTRIES)
    chosen = selection.entry_ids
    take = min(read_number(parameters, "take", usual=len(chosen) or USUAL_TAKE), MOST_EXAMPLES)
    with workspace.view() as view:
        dataset = view.dataset_of(source.dataset).name
        places = view.places(source.dataset, selection)
        keys = [places[place].key for place in spread(len(places), take=take)]
        return tuple(read_entries(view, dataset=dataset, keys=keys))
