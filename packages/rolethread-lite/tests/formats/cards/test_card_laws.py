"""What holds for every file that is given as a card: it is read, or refused in words, whatever its bytes are."""

import base64
import json
import string

from card_files import JPEG, archive, chunk, exif, international, jpeg, packed, plain, png, webp
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.reading import read_card

CARD = '{"spec":"chara_card_v2","data":{"name":"Wick","first_mes":"Hm.","tags":["wax"],"x":{"y":1E2}}}'
ICON = '{"data":{"name":"Wick","first_mes":"Hm.","assets":[{"type":"icon","name":"main","uri":"embeded://a.png"}]}}'
WHOLE = [
    CARD.encode(),
    png(chunk(b"tEXt", plain("chara", CARD)), chunk(b"zTXt", packed("ccv3", CARD))),
    png(chunk(b"iTXt", international("chara", CARD, is_packed=True))),
    archive(card_json=ICON.encode(), a_png=b"\x89PNG\r\n\x1a\n" + bytes(50)),
    JPEG + archive(card_json=CARD.encode()),
    webp(exif(CARD.encode())),
    jpeg(exif(CARD.encode(), order=">")),
]
BEGINNINGS = (
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    JPEG,
    b"RIFF\x20\0\0\0WEBPEXIF",
    b'{"data":{"name":',
    b"\xff\xfe",
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("name", "nickname", "description", "first_mes", "mes_example", "alternate_greetings", "tags", "assets")
KEYS += ("character_book", "creator_notes", "char_name", "char_persona", "greeting", "context", "spec", "spec_version")


def _tried(content: bytes) -> CharacterCard | None:
    try:
        return read_card(content, name="card")
    except UnreadableInput as refused:
        said = refused
    assert said.what
    assert said.where == "card"
    assert said.advice
    return None


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(beginning: bytes, rest: bytes) -> None:
    _tried(beginning + rest)


@given(st.sampled_from(WHOLE), st.data())
def test_a_file_that_was_cut_or_changed_is_read_or_refused(whole: bytes, draw: st.DataObject) -> None:
    assert _tried(whole) is not None
    _tried(whole[: draw.draw(st.integers(0, len(whole)))])
    changed = bytearray(whole)
    for place in draw.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        changed[place] = draw.draw(st.integers(0, 255))
    _tried(bytes(changed))


@given(st.binary(max_size=300))
def test_whatever_stands_in_a_text_chunk_is_read_or_refused(inside: bytes) -> None:
    for kind in (b"tEXt", b"zTXt", b"iTXt"):
        _tried(png(chunk(kind, b"chara\0" + inside)))
        _tried(png(chunk(kind, b"ccv3\0" + base64.b64encode(inside))))


@given(st.dictionaries(st.sampled_from(KEYS), json_values), st.dictionaries(st.sampled_from(KEYS), json_values))
def test_whatever_the_members_are_the_text_is_kept(inner: dict, outer: dict) -> None:
    for value in (outer, {**outer, "data": inner}, {**outer, "spec": "chara_card_v3", "data": inner}):
        text = json.dumps(value)
        card = _tried(text.encode())
        if card is not None:
            assert card.raw == text
            assert all(isinstance(one, str) for one in (card.name, card.description, *card.tags, *card.warnings))
            assert all(one.strip() for one in card.warnings)


@given(st.text(max_size=60), st.text(alphabet=string.printable, max_size=20))
def test_names_and_texts_come_out_as_they_were_written(name: str, text: str) -> None:
    raw = json.dumps({"name": name, "first_mes": text}, ensure_ascii=False)
    card = read_card(png(chunk(b"zTXt", packed("chara", raw))), name="card")
    assert (card.name, card.first_message, card.raw) == (name, text, raw)
