"""Changes settings, puts them back as they come, and takes over those of another workspace."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import decoded_setting, describe_setting, setting_of, settings_from, value_of
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings(Operation):
    """Give settings other values; one that is given its value as it comes is no longer kept."""

    NAME: ClassVar[str] = "change-settings"
    settings: tuple[Setting, ...]
    """The settings, each with its new value as JSON."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each setting that becomes another; raises UnknownName, and InvalidValue for what it cannot be."""
        wanted = {setting.name: _checked(setting) for setting in self.settings}
        yield from _put(view, wanted)

    def label(self) -> str:
        """Name the settings."""
        names = ", ".join(dict.fromkeys(setting.name for setting in self.settings))
        return f"Change settings: {names or 'none'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetSettings(Operation):
    """Put settings back as they come."""

    NAME: ClassVar[str] = "reset-settings"
    names: tuple[str, ...] = ()
    """The settings; none means all of them."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each setting that goes; raises UnknownName for one there is not."""
        names = [describe_setting(name).name for name in self.names]
        kept = [setting.name for setting in view.items(Setting)]
        yield from _put(view, dict.fromkeys(names or kept))

    def label(self) -> str:
        """Name the settings."""
        return f"Put settings back as they come: {', '.join(self.names) or 'all'}"


def _checked(setting: Setting) -> Setting | None:
    """Return the setting as it is kept, None when its value is the one it comes with."""
    kept = setting_of(setting.name, decoded_setting(setting))
    is_default = value_of(settings_from([kept]), setting.name) == describe_setting(setting.name).default
    return None if is_default else kept


def _put(view: View, wanted: dict[str, Setting | None]) -> Iterator[Change]:
    kept = {setting.name: setting for setting in view.items(Setting)}
    for name, after in wanted.items():
        before = kept.get(name)
        if before != after:
            yield PutItem(before=before, after=after)
