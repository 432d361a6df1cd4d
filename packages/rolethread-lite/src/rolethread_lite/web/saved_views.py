"""Saved views: lists of entries under a name, kept in the settings of the workspace."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import Settings, setting_of

_SETTING = "views.saved"
_NAME = "view"
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """Which entries are listed in which order, for any dataset."""

    name: str
    """What it is called."""
    query: str
    """The parameters of the list's address."""


def saved_views(settings: Settings) -> tuple[SavedView, ...]:
    """Return the views that were saved, in the order of their names."""
    views = (_read(text) for text in settings.views_saved)
    return tuple(sorted(views, key=lambda view: view.name.casefold()))


def saving(view: SavedView, settings: Settings) -> Setting:
    """Return the setting with a view, in the place of the one that has its name; raises InvalidValue for no name."""
    name = " ".join(view.name.split())
    if not name or len(name) > _LONGEST:
        raise InvalidValue(
            "the view needs a name" if not name else "the name of the view is too long",
            where="name",
            advice=f"Give up to {_LONGEST} letters.",
        )
    return _setting([*_others(name, settings), SavedView(name=name, query=view.query)])


def removing(name: str, settings: Settings) -> Setting:
    """Return the setting without the view of that name."""
    return _setting(_others(name, settings))


def _others(name: str, settings: Settings) -> list[SavedView]:
    return [view for view in saved_views(settings) if view.name != name]


def _setting(views: list[SavedView]) -> Setting:
    return setting_of(_SETTING, [_written(view) for view in views])


def _written(view: SavedView) -> str:
    return str(QueryParams([(_NAME, view.name), *QueryParams(view.query).multi_items()]))


def _read(text: str) -> SavedView:
    parameters = QueryParams(text)
    query = [pair for pair in parameters.multi_items() if pair[0] != _NAME]
    return SavedView(name=parameters.get(_NAME, ""), query=str(QueryParams(query)))
