"""Reads the JSON text of a card: tells which kind it is, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rolethread_lite.formats.cards.card import CardSpec, CharacterCard
from rolethread_lite.formats.cards.fault import MOST_BYTES, BadCard
from rolethread_lite.formats.cards.members import CardMembers
from rolethread_lite.model.json_text import JsonValue, NotJson, decode

_MIRRORS = (
    *((key, key) for key in ("name", "description", "personality", "scenario", "first_mes", "mes_example")),
    ("creator_notes", "creatorcomment"),
)
_CONVERSATION = frozenset(("messages", "conversations", "histories"))
_KEYS_NAMED = 6


def card_from_text(raw: str) -> CharacterCard:
    """Return the card that a JSON text is; raises BadCard when it is none."""
    value = _parsed(raw)
    if not isinstance(value, dict):
        raise BadCard("it is JSON, but no character card: a card is an object in braces")
    read = _reader_of(value)
    if read is None:
        raise BadCard(_why_not(value), advice="Give a card as JSON, PNG or CHARX.")
    card = read(value)
    notes = card.warnings if card.name.strip() else (*card.warnings, "It has no name.")
    return replace(card, raw=raw, warnings=tuple(dict.fromkeys(notes)))


def _parsed(raw: str) -> JsonValue:
    encoded = raw.encode("utf-8", "surrogatepass")
    if len(encoded) > MOST_BYTES:
        raise BadCard(f"its text is larger than {MOST_BYTES >> 20} MB")
    try:
        return decode(encoded)
    except NotJson as fault:
        raise BadCard(f"its JSON is broken: {fault}") from fault
    except ValueError as fault:  # a number of more digits than Python reads
        raise BadCard("its JSON holds a number that is too long to be read") from fault


def _reader_of(value: Mapping[str, JsonValue]) -> Callable[[dict[str, JsonValue]], CharacterCard] | None:
    """Return what reads this kind of card; None when it is no card."""
    data = value.get("data")
    if isinstance(data, dict) and (_says_card(value) or "first_mes" in data or {"name", "description"} <= data.keys()):
        return _read_nested
    if _is_conversation(value):
        return None
    if "char_name" in value or "char_persona" in value:
        return _read_pygmalion
    if "first_mes" in value or ("name" in value and value.keys() & {"personality", "mes_example"}) or _says_card(value):
        return _read_flat
    if ("greeting" in value or "context" in value) and value.keys() & {"name", "bot", "<|bot|>"}:
        return _read_webui
    return None


def _says_card(value: Mapping[str, JsonValue]) -> bool:
    spec = value.get("spec")
    return isinstance(spec, str) and spec.startswith("chara_card_v")


def _is_conversation(value: Mapping[str, JsonValue]) -> bool:
    return bool(value.keys() & _CONVERSATION) or str(value.get("type", "")).startswith("risu")


def _why_not(value: Mapping[str, JsonValue]) -> str:
    if value.get("spec") == "lorebook_v3" or "entries" in value:
        return "it is a lorebook, not a character card"
    if _is_conversation(value):
        return "it is a conversation, not a character card"
    named = ", ".join(key[:40] for key in list(value)[:_KEYS_NAMED]) or "none"
    return f"it is JSON, but no known kind of character card; its keys are: {named}"


def _read_nested(value: dict[str, JsonValue]) -> CharacterCard:
    data = value["data"]
    members = CardMembers(data if isinstance(data, dict) else {}, outer=value)
    members.note_mirrors(_MIRRORS)
    spec = CardSpec.V3 if value.get("spec") == "chara_card_v3" or _version(value) >= 3 else CardSpec.V2
    if not _says_card(value):
        members.notes.append("It does not say which kind of card it is; it was read as V2.")
    elif _version(value) >= 4 or value["spec"] not in {"chara_card_v2", "chara_card_v3"}:
        members.notes.append("It is a newer kind of card than V3; what is known of it was read.")
    if spec is CardSpec.V3 and not members.has("group_only_greetings"):
        members.notes.append("It calls itself V3 but lacks “group_only_greetings”, which V3 asks for.")
    return _card(members, spec=spec)


def _version(value: Mapping[str, JsonValue]) -> float:
    try:
        return float(str(value.get("spec_version", 0)))
    except ValueError:
        return 0


def _read_flat(value: dict[str, JsonValue]) -> CharacterCard:
    members = CardMembers(value)
    if _says_card(value):
        members.notes.append("It calls itself a newer card but has no “data”; it was read as V1.")
    return _card(members, spec=CardSpec.V1)


def _card(members: CardMembers, *, spec: CardSpec) -> CharacterCard:
    """Return the card of members that are called as in V1, V2 and V3."""
    card = CharacterCard(
        spec=spec,
        raw="",
        name=members.text("name"),
        nickname=members.text("nickname"),
        description=members.text("description"),
        personality=members.text("personality"),
        scenario=members.text("scenario"),
        first_message=members.text("first_mes"),
        alternate_greetings=members.texts("alternate_greetings"),
        example_dialogue=members.text("mes_example"),
        system_prompt=members.text("system_prompt"),
        post_history_instructions=members.text("post_history_instructions"),
        creator=members.text("creator"),
        creator_notes=members.text("creator_notes", "creatorcomment"),
        tags=members.texts("tags", separator=","),
        has_lorebook=members.has_object("character_book"),
    )
    return replace(card, warnings=tuple(members.notes))


def _read_pygmalion(value: dict[str, JsonValue]) -> CharacterCard:
    members = CardMembers(value)
    card = CharacterCard(
        spec=CardSpec.PYGMALION,
        raw="",
        name=members.text("char_name", "name"),
        description=members.text("char_persona", "description"),
        scenario=members.text("world_scenario", "scenario"),
        first_message=members.text("char_greeting", "first_mes"),
        example_dialogue=members.text("example_dialogue", "mes_example"),
    )
    return replace(card, warnings=tuple(members.notes))


def _read_webui(value: dict[str, JsonValue]) -> CharacterCard:
    members = CardMembers(value)
    card = CharacterCard(
        spec=CardSpec.WEBUI,
        raw="",
        name=members.text("name", "bot", "<|bot|>"),
        description=members.text("context"),
        first_message=members.text("greeting"),
        example_dialogue=members.text("example_dialogue"),
    )
    return replace(card, warnings=tuple(members.notes))
