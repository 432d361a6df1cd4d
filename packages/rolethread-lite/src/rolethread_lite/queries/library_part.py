"""Says what of the library goes with a dataset, and what its sidecar holds: nothing of any other dataset."""

import xxhash

from rolethread_lite.formats.sidecar import DatasetSidecar, EntryNote, write_sidecar
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.library import Library
from rolethread_lite.model.prompt_template import match, read_template
from rolethread_lite.store.belongings import noted_lines, prompts_used, speakers_named, tags_named
from rolethread_lite.store.view import View


def library_part(view: View, dataset: Dataset) -> Library:
    """Return what a dataset's entries use of the library: tags, who speaks, and system prompts; without pictures."""
    library = view.library()
    tags = _keys_named(library, AliasKind.TAG, tags_named(view, dataset.key))
    cast = _keys_named(library, AliasKind.CHARACTER, speakers_named(view, dataset.key))
    prompts = _prompts_of(library, prompts_used(view, dataset.key))
    kept_tags = tuple(tag for tag in library.tags if tag.key in tags)
    categories = {tag.category for tag in kept_tags}
    return Library(
        categories=tuple(one for one in library.categories if one.key in categories),
        tags=kept_tags,
        aliases=tuple(one for one in library.aliases if one.target in (tags if _is_of_tag(one) else cast)),
        characters=tuple(one for one in library.characters if one.key in cast),
        prompts=tuple(one for one in library.prompts if one.key in prompts),
        versions=tuple(one for one in library.versions if one.prompt in prompts),
    )


def sidecar_of(view: View, dataset: Dataset) -> DatasetSidecar:
    """Return what belongs to a dataset and has no place in its lines."""
    notes = tuple(
        EntryNote(entry_id=line.uid.hex(), line=line.number, digest=xxhash.xxh3_64_hexdigest(line.line), note=line.note)
        for line in noted_lines(view, dataset.key)
    )
    return DatasetSidecar(
        name=dataset.name,
        uid=view.dataset_uid(dataset.key),
        entries=dataset.entries,
        records=dataset.records,
        notes=notes,
        library=library_part(view, dataset),
    )


def sidecar_bytes(view: View, dataset: Dataset) -> bytes:
    """Return the sidecar of a dataset as the bytes of its file."""
    return write_sidecar(sidecar_of(view, dataset))


def _is_of_tag(alias: Alias) -> bool:
    return alias.kind is AliasKind.TAG


def _keys_named(library: Library, kind: AliasKind, names: frozenset[str]) -> frozenset[str]:
    """Return the keys of the tags, or the characters, that have one of these names, or an alias that is one."""
    items = library.tags if kind is AliasKind.TAG else library.characters
    own = {item.key for item in items if item.name in names}
    return frozenset(own | {one.target for one in library.aliases if one.kind is kind and one.name in names})


def _prompts_of(library: Library, texts: frozenset[str]) -> frozenset[str]:
    """Return the keys of the system prompts of which one of these texts is an instance, of any version."""
    written = [(one.key, one.text) for one in library.prompts]
    written += [(one.prompt, one.text) for one in library.versions]
    return frozenset(key for key, text in written if _has_instance(text, texts))


def _has_instance(text: str, texts: frozenset[str]) -> bool:
    """Tell whether a prompt stands among these texts as it is, or with its variables filled.

    One that is nothing but variables would fit every text, and says nothing about where it came from.
    """
    if text in texts:
        return True
    template = read_template(text)
    longest = max((piece.strip() for piece in template.pieces if isinstance(piece, str)), key=len, default="")
    if not template.variables or not longest:
        return False
    return any(longest in one and match(text, one) is not None for one in texts)
