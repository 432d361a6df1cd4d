"""Puts the names of tags in the place of their old ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.lines import selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import tag_aliases
from rolethread_lite.operations.tags.retagging import keys_with_tags, renamed
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveTagAliases(Operation):
    """Give entries that have an old or other name of a tag the name it has now."""

    NAME: ClassVar[str] = "resolve-tag-aliases"
    datasets: tuple[str, ...] = ()
    """Names of the datasets, none for all."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the entries that have such a name; raises UnknownName for a dataset there is not."""
        tags = {tag.key: tag.name for tag in view.items(Tag)}
        known = set(tags.values())
        aliases = tag_aliases(view).values()
        names = {one.name: tags[one.target] for one in aliases if one.target in tags and one.name not in known}
        yield from renamed(view, self._keys(view, tuple(names)), names=names)

    def _keys(self, view: View, names: tuple[str, ...]) -> Sequence[int]:
        if not self.datasets:
            return keys_with_tags(view, names)
        keys: set[int] = set()
        for dataset in self.datasets:
            view.dataset_key(dataset)
            if names:
                keys.update(selected_keys(view, dataset=dataset, selection=Selection(tags=TagQuery(names=names))))
        return sorted(keys)

    def label(self) -> str:
        """Name the datasets."""
        where = ", ".join(f"“{dataset}”" for dataset in self.datasets) or "all datasets"
        return f"Give tags their present names in {where}"
