"""Objects are sealed: any byte that changes is noticed, and any program that knows zstd can unpack them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model import zstd
from rolethread_lite.store.snapshots.objects import DamagedObject, digest_of, pack, unpack


@given(content=st.binary(max_size=2000))
def test_an_object_is_unpacked_as_it_was(content: bytes) -> None:
    assert unpack(pack(content)) == content
    assert digest_of(content) == digest_of(bytes(content))


def test_any_flipped_byte_is_noticed() -> None:
    file = pack(b"The lantern is lit. " * 20)
    for place in range(len(file)):
        for flip in (1, 0x80):
            damaged = bytearray(file)
            damaged[place] ^= flip
            with pytest.raises(DamagedObject):
                unpack(bytes(damaged))


@pytest.mark.parametrize("rest", [0, 1, 20, -1])
def test_what_was_cut_off_is_noticed(rest: int) -> None:
    with pytest.raises(DamagedObject):
        unpack(pack(b"The lantern is lit.")[:rest])


def test_other_programs_pass_over_the_seal() -> None:
    unpacking = zstd.ZstdDecompressor()
    assert unpacking.decompress(pack(b"The lantern is lit.")) == b"The lantern is lit."
    assert zstd.decompress(pack(b"The lantern is lit.")) == b"The lantern is lit."
