"""Every kind of card: what is read from its JSON, and what is said about one that is not as it should be."""

import json

import pytest

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.cards.card import CardSpec
from rolethread_lite.formats.cards.reading import read_card

INNER = {
    "name": "Wick",
    "description": "A candle with opinions.",
    "personality": "Waxy",
    "scenario": "A shelf.",
    "first_mes": "It is late.",
    "mes_example": "<START>\n{{user}}: Hm?\n{{char}}: Late.",
    "creator_notes": "Do not blow.",
    "system_prompt": "You are {{char}}.",
    "post_history_instructions": "Stay lit.",
    "alternate_greetings": ["It is early.", "It is noon."],
    "tags": ["cosy", "wax"],
    "creator": "The chandler",
    "character_version": 2,
    "extensions": {"a": {"b": 1}},
}
V2 = {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**INNER, "character_book": {"entries": [{}]}}}
V3 = {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "data": {**INNER, "nickname": "Wicky", "group_only_greetings": [], "character_book": None},
}


def _read(value: object) -> object:
    return read_card(json.dumps(value, ensure_ascii=False).encode(), name="card.json")


@pytest.mark.parametrize(("value", "spec"), [(V2, CardSpec.V2), (V3, CardSpec.V3), (INNER, CardSpec.V1)])
def test_all_fields_are_read(value: dict, spec: CardSpec) -> None:
    card = _read(value)
    assert card.spec is spec
    assert (card.name, card.description, card.personality) == ("Wick", "A candle with opinions.", "Waxy")
    assert (card.scenario, card.first_message) == ("A shelf.", "It is late.")
    assert card.alternate_greetings == ("It is early.", "It is noon.")
    assert card.example_dialogue == INNER["mes_example"]
    assert (card.system_prompt, card.post_history_instructions) == ("You are {{char}}.", "Stay lit.")
    assert (card.creator, card.creator_notes, card.tags) == ("The chandler", "Do not blow.", ("cosy", "wax"))
    assert card.warnings == ()
    assert card.raw == json.dumps(value, ensure_ascii=False)
    assert (card.picture, card.picture_digest) == (b"", "")
    assert card.nickname == ("Wicky" if spec is CardSpec.V3 else "")
    assert card.aliases == (("Wicky",) if spec is CardSpec.V3 else ())
    assert card.has_lorebook is (spec is CardSpec.V2)


PYGMALION = {
    "char_name": "Wick",
    "char_persona": "A candle.",
    "char_greeting": "Late.",
    "world_scenario": "A shelf.",
    "example_dialogue": "You: Hm?",
}
WEBUI = {"name": "Wick", "greeting": "Late.", "context": "Wick is a candle.\nWick: Late."}


def test_cards_of_other_programs_are_read() -> None:
    card = _read(PYGMALION)
    assert (card.spec, card.name, card.description) == (CardSpec.PYGMALION, "Wick", "A candle.")
    assert (card.first_message, card.scenario, card.example_dialogue) == ("Late.", "A shelf.", "You: Hm?")
    card = _read(WEBUI)
    assert (card.spec, card.name, card.description) == (CardSpec.WEBUI, "Wick", WEBUI["context"])
    assert _read({"bot": "Wick", "greeting": "Late."}).name == "Wick"


def _with(**members: object) -> dict:
    return {"spec": "chara_card_v2", "data": {**INNER, **members}}


ODD = [
    (_with(name=""), "name", "", "It has no name."),
    (_with(name=None), "name", "", "It has no name."),
    (_with(name=7), "name", "7", ""),
    (_with(character_book=None), "has_lorebook", False, ""),
    (_with(character_book=[]), "has_lorebook", False, ""),
    (_with(alternate_greetings="Only one"), "alternate_greetings", ("Only one",), "“alternate_greetings” is one text"),
    (_with(alternate_greetings=None), "alternate_greetings", (), ""),
    (_with(alternate_greetings={"a": 1}), "alternate_greetings", (), "“alternate_greetings” is no list"),
    (_with(alternate_greetings=["a", None, {}, "b"]), "alternate_greetings", ("a", "b"), ""),
    (_with(tags="cosy, wax ,"), "tags", ("cosy", "wax"), "“tags” is one text"),
    (_with(description=["a", "b"]), "description", "a\nb", "“description” is a list"),
    (_with(scenario={"a": 1}), "scenario", "", "“scenario” is no text"),
    ({"data": INNER}, "spec", CardSpec.V2, "It does not say which kind"),
    ({**V3, "spec": "chara_card_v9", "spec_version": "9.0"}, "name", "Wick", "It is a newer kind"),
    ({"spec": "chara_card_v2", "spec_version": "3.5", "data": INNER}, "spec", CardSpec.V3, "“group_only_greetings”"),
    ({"spec": "chara_card_v2", "spec_version": [2], "data": INNER}, "spec", CardSpec.V2, ""),
    ({**INNER, "spec": "chara_card_v2"}, "spec", CardSpec.V1, "has no “data”"),
    ({**V2, "name": "Snuff", "first_mes": "Hm"}, "name", "Wick", "It says two things about name, first_mes;"),
    ({**V2, "creatorcomment": "Other"}, "creator_notes", "Do not blow.", "two things about creatorcomment;"),
    ({"spec": "chara_card_v2", "data": {"description": "D"}, "name": "Outer"}, "name", "Outer", ""),
]


@pytest.mark.parametrize(("value", "field", "expected", "warning"), ODD)
def test_a_card_that_is_not_as_it_should_be_is_read_with_a_note(
    value: dict, field: str, expected: object, warning: str
) -> None:
    card = _read(value)
    assert getattr(card, field) == expected
    assert [warning in one for one in card.warnings] == ([True] if warning else [])
    assert json.loads(card.raw) == value


REFUSED = [
    (b"", "it is empty"),
    (b" \n", "it is empty"),
    (b"name: Wick\ncontext: A candle.", "it is no kind of card that is known here"),
    (b"{", "its JSON is broken"),
    (b"[1,2]", "a card is an object in braces"),
    (b'{"spec":"lorebook_v3","data":{}}', "it is a lorebook"),
    (b'{"entries":{}}', "it is a lorebook"),
    (b'{"messages":[]}', "it is a conversation"),
    (b'{"name":"A talk","greeting":"Late.","messages":[]}', "it is a conversation"),
    (b'{"type":"risuChat","data":{"name":"A talk","message":[]}}', "it is a conversation"),
    (b'{"name":"rolethread","description":"A tool"}', "its keys are: name, description"),
    (b"{}", "its keys are: none"),
    (b'{"name":"W\xff"}', "no UTF-8 text"),
    (b'{"a":NaN,"first_mes":' + b"9" * 5000 + b"}", "too long"),
    (b'{"first_mes":' + b"[" * 100_000, "its JSON is broken"),
    (b'{"first_mes":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "its JSON is broken"),
    (b"\xd0\xcf\x11\xe0" + bytes(range(256)), "no UTF-8 text"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_is_no_card_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_card(content, name="here.json")
    assert caught.value.what.startswith("no character card can be read: ")
    assert reason in caught.value.what
    assert caught.value.where == "here.json"
    assert caught.value.advice


TEXT = '{ "first_mes" : "Grüße \\ud83d, 米拉",\n"name":"ليلى", "seed":12345678901234567890, "x":1E2 }\n'


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be")],
)
def test_the_text_is_kept_exactly_in_every_encoding(content: bytes) -> None:
    card = read_card(content, name="card")
    assert card.raw == TEXT
    assert card.name == "ليلى"
    assert card.first_message == "Grüße \ud83d, 米拉"
