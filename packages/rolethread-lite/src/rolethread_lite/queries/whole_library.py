"""Gives the whole library with the pictures of its characters."""

from dataclasses import replace

from rolethread_lite.model.library import Library
from rolethread_lite.store.view import View


def library_with_avatars(view: View) -> Library:
    """Return everything in the library, each picture once."""
    library = view.library()
    digests = sorted({character.avatar for character in library.characters} - {""})
    return replace(library, avatars=tuple(view.avatar(digest) for digest in digests))
