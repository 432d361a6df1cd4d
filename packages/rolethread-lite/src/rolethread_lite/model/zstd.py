"""Zstandard compression: part of Python from 3.14 on, and the same module from a backport before."""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdCompressor, ZstdDecompressor, ZstdError, compress, decompress
else:
    from backports.zstd import ZstdCompressor, ZstdDecompressor, ZstdError, compress, decompress

__all__ = ["ZstdCompressor", "ZstdDecompressor", "ZstdError", "compress", "decompress"]
