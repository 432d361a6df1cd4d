"""Finds the tags and categories that are meant, and says what is there in their place when they are not."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.stable_key import kept_name, stable_key
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.tags.looks import place_behind
from rolethread_lite.store.view import View


def tag_aliases(view: View) -> dict[str, Alias]:
    """Return the other names of tags, by name."""
    return {alias.name: alias for alias in view.items(Alias) if alias.kind is AliasKind.TAG}


def find_tag(view: View, name: str) -> Tag:
    """Return the tag of that name; raises UnknownName, saying what the name is instead."""
    wanted = kept_name(name)
    found = view.item(Tag, name=wanted)
    if found is None and not view.keys_with_tag(wanted):  # spaces around a name that entries have belong to it
        found = view.item(Tag, name=wanted.strip())
    if found is None:
        raise unknown_tag(view, wanted)
    return found


def find_tags(view: View, names: Iterable[str]) -> list[Tag]:
    """Return the tags of those names, each once; raises UnknownName."""
    return list(dict.fromkeys(find_tag(view, name) for name in names))


def current_name(view: View, name: str) -> str:
    """Return the name that a tag has now which is, or was, called `name`; the name itself where no tag was."""
    alias = tag_aliases(view).get(name)
    tags = {tag.key: tag.name for tag in view.items(Tag)}
    return name if alias is None else tags.get(alias.target, name)


def find_category(view: View, name: str) -> Category:
    """Return the category of that name; raises UnknownName, naming those there are."""
    found = view.item(Category, name=kept_name(name).strip())
    if found is not None:
        return found
    names = ", ".join(f"“{category.name}”" for category in view.items(Category))
    advice = f"There are: {names}." if names else "There is none yet: create it first."
    raise UnknownName(f"there is no category named {name!r}", advice=advice)


def category_key(view: View, name: str) -> str:
    """Return the key of the category of that name, empty for no name; raises UnknownName."""
    return find_category(view, name).key if name.strip() else ""


def unknown_tag(view: View, name: str) -> UnknownName:
    """Return the error for a name that no tag has."""
    aliases = tag_aliases(view)
    tags = {tag.key: tag.name for tag in view.items(Tag)}
    if name in aliases and aliases[name].target in tags:
        current = tags[aliases[name].target]
        return UnknownName(f"{name!r} is another name of the tag “{current}”", advice=f"Say “{current}”.")
    if view.keys_with_tag(name):
        return UnknownName(f"the tag {name!r} is in entries but not in the list of tags", advice="Adopt it first.")
    near = get_close_matches(name, tags.values(), n=1)
    advice = f"Do you mean “{near[0]}”?" if near else "Look at the list of tags, or create it."
    return UnknownName(f"there is no tag named {name!r}", advice=advice)


def name_taken(found: Tag, *, advice: str) -> InvalidValue:
    """Return the error for a name that another tag has."""
    state = ", archived" if found.is_archived else ""
    return InvalidValue(f"there is a tag named “{found.name}” already{state}", advice=advice)


def refuse_taken_category(view: View, name: str) -> None:
    """Raise InvalidValue when there is a category of that name."""
    if view.item(Category, name=name) is not None:
        raise InvalidValue(f"there is a category named “{name}” already", advice="Choose another name.")


def registered(view: View, tags: Iterable[Tag]) -> Iterator[Change]:
    """Yield what makes new tags known, each under a key and at a place of its own.

    A name that was another tag's old one belongs to the new tag from then on: no name leads to two.
    """
    known = list(view.items(Tag))
    aliases = tag_aliases(view)
    taken = {tag.key for tag in known} | {alias.target for alias in aliases.values()}
    for tag in tags:
        if tag.name in aliases:
            yield PutItem(before=aliases[tag.name], after=None)
        place = tag.place or place_behind(other for other in known if other.category == tag.category)
        made = replace(tag, key=stable_key(tag.name, taken=taken), place=place)
        known.append(made)
        taken.add(made.key)
        yield PutItem(before=None, after=made)
