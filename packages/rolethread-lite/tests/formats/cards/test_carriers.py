"""Files that carry a card: pictures and archives, whole, odd and broken."""

import base64
import json
import zlib

import pytest
from card_files import JPEG, PICTURE, archive, chunk, exif, international, jpeg, packed, plain, png, webp

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.cards import fault, reading
from rolethread_lite.formats.cards import png as png_module
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.reading import read_card

CARD = '{"first_mes": "Hm. {{user}}",  "name":"Wick", "n":1E2}'
NEWER = '{"spec":"chara_card_v3","data":{"name":"Wick the Third","group_only_greetings":[]}}'


def _read(content: bytes) -> CharacterCard:
    return read_card(content, name="card")


CHUNKS = [
    chunk(b"tEXt", plain("chara", CARD)),
    chunk(b"tEXt", plain("Chara", CARD)),
    chunk(b"zTXt", packed("chara", CARD)),
    chunk(b"iTXt", international("chara", CARD)),
    chunk(b"iTXt", international("chara", CARD, is_packed=True)),
    chunk(b"tEXt", b"chara\0" + CARD.encode()),
    chunk(b"tEXt", b"chara\0" + base64.urlsafe_b64encode(CARD.encode()).rstrip(b"=")),
    chunk(b"tEXt", b"chara\0" + base64.encodebytes(CARD.encode() * 1) + b"\0"),
    chunk(b"tEXt", b"Title\0Not it") + chunk(b"tEXt", plain("chara", CARD)),
]


@pytest.mark.parametrize("chunks", CHUNKS)
def test_a_card_is_found_in_every_kind_of_text_chunk(chunks: bytes) -> None:
    content = png(chunks)
    card = _read(content)
    assert (card.name, card.raw, card.warnings) == ("Wick", CARD, ())
    assert card.picture == content
    assert len(card.picture_digest) == 32


@pytest.mark.parametrize(
    "pair", [(plain("chara", CARD), plain("ccv3", NEWER)), (plain("CCV3", NEWER), plain("chara", CARD))]
)
def test_the_newer_card_counts(pair: tuple[bytes, bytes]) -> None:
    card = _read(png(*(chunk(b"tEXt", one) for one in pair)))
    assert (card.name, card.raw, card.warnings) == ("Wick the Third", NEWER, ())


def test_a_wrong_checksum_is_noted() -> None:
    card = _read(png(chunk(b"tEXt", plain("chara", CARD), is_intact=False)))
    assert card.name == "Wick"
    assert card.warnings == ("The checksum of “chara” is wrong; the card was read all the same.",)


def test_a_broken_newer_card_gives_way_to_the_older_one() -> None:
    card = _read(png(chunk(b"tEXt", b"ccv3\0!!"), chunk(b"tEXt", plain("chara", CARD))))
    assert card.name == "Wick"
    assert card.warnings == ("The card in “ccv3” was passed over: its base64 is broken.",)


def test_of_two_cards_of_one_kind_the_first_counts() -> None:
    card = _read(png(chunk(b"tEXt", plain("chara", CARD)), chunk(b"tEXt", plain("chara", NEWER))))
    assert card.raw == CARD
    assert card.warnings == ("It holds more than one card as “chara”; the first was read.",)


def test_a_picture_that_ends_too_early_still_gives_its_card() -> None:
    content = png(chunk(b"tEXt", plain("chara", CARD)))[:-6]
    assert _read(content).warnings == ("The picture ends too early.",)


BROKEN = [
    (png(), "the picture holds no character card"),
    (png()[:20], "the picture holds no character card; the picture ends too early"),
    (png(chunk(b"tEXt", b"chara")), "its JSON"),
    (png(chunk(b"tEXt", b"chara\0AAAA!")), "its base64 is broken"),
    (png(chunk(b"tEXt", b"chara\0rcc||rccv1||x")), "it is encrypted by RisuAI"),
    (png(chunk(b"zTXt", b"chara\0\0nonsense")), "its compression is damaged"),
    (png(chunk(b"zTXt", packed("chara", CARD)[:-4])), "its compression ends too early"),
    (png(chunk(b"iTXt", b"chara\0\1")), "its compression"),
    (png(chunk(b"tEXt", plain("chara", "{}"))), "no known kind of character card"),
    (archive(other_json=b"{}"), "holds no “card.json”"),
    (archive(manifest_json=b"{}", characters__a_json=b"{}"), "it is a Backyard archive"),
    (archive(card_json=b"{"), "its JSON is broken"),
    (archive(card_json=CARD.encode())[:-30], "the archive is damaged"),
    (b"PK\x03\x04" + bytes(40), "the archive is damaged"),
    (JPEG + b"\xff\xda", "the picture holds no character card"),
    (JPEG + b"PK\x03\x04 nonsense", "the archive is damaged"),
    (webp(b"II"), "Exif comment is damaged"),
    (webp(exif(CARD.encode())[:20]), "Exif comment is damaged"),
    (webp(b"XX" + bytes(60)), "the picture holds no character card"),
    (b"RIFF\0\0\0\0WEBP", "the picture holds no character card"),
]


@pytest.mark.parametrize(("content", "reason"), BROKEN)
def test_a_broken_carrier_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        _read(content)
    assert reason in caught.value.what
    assert (caught.value.where, bool(caught.value.advice)) == ("card", True)


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(bytes(fault.MOST_BYTES + 1))
    with pytest.raises(UnreadableInput, match="unpacks to more than 32 MB"):
        _read(png(chunk(b"zTXt", b"chara\0\0" + bomb)))
    with pytest.raises(UnreadableInput, match=r"“card\.json” unpacks to more than 32 MB"):
        _read(archive(card_json=bytes(fault.MOST_BYTES + 1)))
    monkeypatch.setattr(reading, "MOST_FILE_BYTES", 1 << 20)
    with pytest.raises(UnreadableInput, match="larger than 1 MB"):
        _read(bytes((1 << 20) + 1))
    monkeypatch.setattr(png_module, "MOST_BYTES", 8)
    with pytest.raises(UnreadableInput, match="larger than 0 MB"):
        _read(png(chunk(b"tEXt", plain("chara", CARD))))


def _charx(*assets: dict[str, str]) -> str:
    return json.dumps(
        {"spec": "chara_card_v3", "data": {"name": "Wick", "group_only_greetings": [], "assets": list(assets)}}
    )


ICON = {"type": "icon", "name": "main", "uri": "embeded://assets/a.png", "ext": "png"}
PICTURES = [
    (_charx(ICON), PICTURE, ""),
    (_charx({**ICON, "uri": "embedded://assets/a.png"}), PICTURE, ""),
    (_charx({**ICON, "uri": "__asset:assets/a.png"}), PICTURE, ""),
    (_charx({**ICON, "name": "other", "uri": "embeded://assets/b.png"}, ICON), PICTURE, ""),
    (_charx({**ICON, "type": "background"}), b"", ""),
    (_charx({**ICON, "uri": "ccdefault:"}), b"", ""),
    (_charx({**ICON, "uri": "embeded://../../../etc/passwd"}), b"", "“../../../etc/passwd” is not in the archive"),
    (_charx({**ICON, "uri": "embeded://assets/b.png"}), b"", "is no picture that is known here"),
    (CARD, b"", ""),
]


@pytest.mark.parametrize(("text", "picture", "warning"), PICTURES)
def test_an_archive_gives_card_and_picture(text: str, picture: bytes, warning: str) -> None:
    content = archive(card_json=text.encode(), assets__a_png=PICTURE, assets__b_png=b"<svg/>")
    card = _read(content)
    assert (card.name, card.raw, card.picture) == ("Wick", text, picture)
    assert [warning in one for one in card.warnings] == ([True] if warning else [])


def test_an_archive_behind_a_picture_gives_its_card() -> None:
    behind = JPEG + archive(card_json=CARD.encode())
    assert (_read(behind).raw, _read(behind).picture) == (CARD, JPEG)
    with_icon = JPEG + archive(card_json=_charx(ICON).encode(), assets__a_png=PICTURE)
    assert _read(with_icon).picture == PICTURE
    assert _read(b"#!/bin/sh\n" + archive(card_json=CARD.encode())).raw == CARD


def test_an_encrypted_member_is_named() -> None:
    content = bytearray(archive(card_json=CARD.encode()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    with pytest.raises(UnreadableInput, match=r"“card\.json” is encrypted"):
        _read(bytes(content))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_card_in_the_comment_of_a_picture_is_read(order: str) -> None:
    content = exif(CARD.encode(), order=order)
    assert _read(webp(content)).raw == CARD
    assert _read(webp(b"Exif\0\0" + content)).picture.startswith(b"RIFF")
    assert _read(jpeg(content)).raw == CARD
