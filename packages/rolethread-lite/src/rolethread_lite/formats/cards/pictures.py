"""Tells pictures from other files by their first bytes."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_BRANDS = (b"avif", b"avis")


def is_picture(content: bytes) -> bool:
    """Tell whether the bytes are a picture that browsers show: PNG, JPEG, WEBP, GIF or AVIF."""
    if content.startswith(_BEGINNINGS):
        return True
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return is_webp or (content[4:8] == b"ftyp" and content[8:12] in _BRANDS)
