"""An object as a file: compressed, and sealed so that not one byte of it can change unseen."""

import xxhash

from rolethread_lite.model import zstd

_LEVEL = 3
_SEAL_BYTES = 16
_FRAME = 0x184D2A50.to_bytes(4, "little") + _SEAL_BYTES.to_bytes(4, "little")
"""How a part of a zstd file begins that programs pass over: any of them can still unpack the object."""


class DamagedObject(ValueError):
    """An object is not what was written."""


def pack(content: bytes) -> bytes:
    """Return content as the file of an object."""
    packed = zstd.compress(content, _LEVEL)
    return packed + _FRAME + xxhash.xxh3_128_digest(packed)


def check_seal(file: bytes) -> bytes:
    """Return the compressed part of an object's file; raises DamagedObject when any byte is not as it was written."""
    at = len(file) - len(_FRAME) - _SEAL_BYTES
    packed = file[: max(at, 0)]
    if file[max(at, 0) :] != _FRAME + xxhash.xxh3_128_digest(packed):
        raise DamagedObject("its bytes are not those that were written")
    return packed


def unpack(file: bytes) -> bytes:
    """Return the content of an object's file; raises DamagedObject."""
    try:
        return zstd.decompress(check_seal(file))
    except zstd.ZstdError as fault:
        raise DamagedObject("it cannot be unpacked") from fault


def digest_of(content: bytes) -> str:
    """Return the name of an object that holds this content."""
    return xxhash.xxh3_128_hexdigest(content)
