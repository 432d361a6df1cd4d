"""The settings as a form: by group, each with what it is for, what it is now, and whether that is as it comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import (
    SettingDescription,
    Settings,
    SettingValue,
    decoded_setting,
    describe_settings,
    read_setting,
    setting_of,
    settings_from,
    value_of,
)
from rolethread_lite.web.acting import Form

_GROUPS: Mapping[str, str] = MappingProxyType(
    {"tags": "Tags", "display": "Display", "snapshots": "Snapshots", "history": "History", "mirror": "Mirror"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingCard:
    """One setting as the form shows it."""

    setting: SettingDescription
    """What it is."""
    kind: str
    """What is typed: `yes`, `number`, `words` or `text`."""
    value: SettingValue
    """What it is now."""
    typed: str
    """What stands in its field."""
    fault: str = ""
    """Why it cannot be that, empty when it can."""

    @property
    def is_changed(self) -> bool:
        """Tell whether it is not as it comes."""
        return self.value != self.setting.default

    @property
    def default(self) -> str:
        """Return in words how it comes."""
        return said(self.setting.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingGroup:
    """The settings about one thing."""

    name: str
    """The word its names begin with."""
    title: str
    """What it is called."""
    cards: tuple[SettingCard, ...]
    """The settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingDifference:
    """What a settings file would change."""

    name: str
    """Name of the setting."""
    before: str
    """What it is now, in words."""
    after: str
    """What it would be."""


def typed_here() -> tuple[SettingDescription, ...]:
    """Return the settings that the form is about: a list of anything is kept where its members are made."""
    return tuple(one for one in describe_settings() if one.choices or not isinstance(one.default, tuple))


def setting_groups(
    settings: Settings, *, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None
) -> tuple[SettingGroup, ...]:
    """Return the settings by group; what was typed and could not be used stands in its field with the reason."""
    cards = (_card(one, value_of(settings, one.name), typed or {}, faults or {}) for one in typed_here())
    grouped = groupby(cards, key=lambda card: card.setting.name.partition(".")[0])
    return tuple(
        SettingGroup(name=name, title=_GROUPS.get(name, name.capitalize()), cards=tuple(members))
        for name, members in grouped
    )


def _card(
    setting: SettingDescription, value: SettingValue, typed: Mapping[str, str], faults: Mapping[str, str]
) -> SettingCard:
    return SettingCard(
        setting=setting,
        kind=_kind(setting),
        value=value,
        typed=typed.get(setting.name, _typed(value)),
        fault=faults.get(setting.name, ""),
    )


def _kind(setting: SettingDescription) -> str:
    if isinstance(setting.default, bool):
        return "yes"
    if isinstance(setting.default, int):
        return "number"
    return "words" if isinstance(setting.default, tuple) else "text"


def _typed(value: SettingValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def said(value: SettingValue) -> str:
    """Return a value in words."""
    return _typed(value).replace(",", ", ") or "none"


def typed_settings(form: Form) -> dict[str, str]:
    """Return what the form says of its settings; a box that is not ticked is not sent, and says no."""
    return {one.name: _sent(form, one) for one in typed_here()}


def _sent(form: Form, setting: SettingDescription) -> str:
    kind = _kind(setting)
    if kind == "yes":
        return "yes" if form.has(setting.name) else "no"
    return ",".join(form.texts(setting.name)) if kind == "words" else form.text(setting.name).strip()


def read_typed(typed: Mapping[str, str], settings: Settings) -> tuple[tuple[Setting, ...], dict[str, str]]:
    """Return the settings that were given other values, and why some cannot have them, by name."""
    changed: list[Setting] = []
    faults: dict[str, str] = {}
    for name, text in typed.items():
        if text == _typed(value_of(settings, name)):
            continue
        try:
            changed.append(read_setting(name, text))
        except InvalidValue as fault:
            faults[name] = f"{fault.what[:1].upper()}{fault.what[1:]}. {fault.advice}"
    return tuple(changed), faults


def differences(kept: tuple[Setting, ...], settings: Settings) -> tuple[SettingDifference, ...]:
    """Return what settings from elsewhere would change here."""
    wanted = settings_from(kept)
    return tuple(
        SettingDifference(
            name=one.name, before=said(value_of(settings, one.name)), after=said(value_of(wanted, one.name))
        )
        for one in (setting_of(each.name, decoded_setting(each)) for each in kept)
        if value_of(settings, one.name) != value_of(wanted, one.name)
    )
