"""Files that carry a card, made by hand: nothing of the product is asked."""

import base64
import io
import struct
import zipfile
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = SIGNATURE + b"a picture, more or less"
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00"


def chunk(kind: bytes, content: bytes, *, is_intact: bool = True) -> bytes:
    """Return a chunk of a PNG; one that is not intact has a wrong checksum."""
    checksum = zlib.crc32(kind + content) ^ (not is_intact)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(*chunks: bytes) -> bytes:
    """Return a PNG with these chunks behind its picture, where most programs put them."""
    return SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + b"".join(chunks) + chunk(b"IEND", b"")


def plain(keyword: str, card: str) -> bytes:
    """Return the content of a tEXt chunk."""
    return keyword.encode() + b"\0" + base64.b64encode(card.encode())


def packed(keyword: str, card: str) -> bytes:
    """Return the content of a zTXt chunk."""
    return keyword.encode() + b"\0\0" + zlib.compress(base64.b64encode(card.encode()))


def international(keyword: str, card: str, *, is_packed: bool = False) -> bytes:
    """Return the content of an iTXt chunk."""
    text = base64.b64encode(card.encode())
    return (
        keyword.encode() + b"\0" + bytes([is_packed, 0]) + b"en\0word\0" + (zlib.compress(text) if is_packed else text)
    )


def archive(**members: bytes) -> bytes:
    """Return a zip with these members; two underscores in a name stand for a slash, one for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            member = zipfile.ZipInfo(name.replace("__", "/").replace("_", "."))
            member.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(member, content)
    return file.getvalue()


def exif(text: bytes, *, order: str = "<") -> bytes:
    """Return Exif content whose user comment is the text."""
    mark = b"II" if order == "<" else b"MM"
    comment = b"ASCII\0\0\0" + text
    first = struct.pack(f"{order}HHHIII", 1, 0x8769, 4, 1, 26, 0)
    inside = struct.pack(f"{order}HHHIII", 1, 0x9286, 7, len(comment), 44, 0)
    return mark + struct.pack(f"{order}HI", 42, 8) + first + inside + comment


def webp(content: bytes) -> bytes:
    """Return a WEBP with this Exif content."""
    part = b"EXIF" + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(part) + 8) + b"WEBP" + struct.pack("<4sI", b"VP8 ", 3) + b"abc\0" + part


def jpeg(content: bytes) -> bytes:
    """Return a JPEG with this Exif content."""
    segment = b"Exif\0\0" + content
    return JPEG + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + b"\xff\xda"
