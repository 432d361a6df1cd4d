"""The settings of a workspace: what each is called, what it can be, and how it comes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeAlias, cast

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.json_text import JsonValue, NotJson, decode, encode_text, encode_texts
from rolethread_lite.model.setting import Setting

SettingValue: TypeAlias = bool | int | str | tuple[str, ...]
"""What a setting can be."""

AUTOMATIC_TAGS = ("imported", "converted", "duplicate")
"""Tags that are given without being asked for each time, where the owner wants that."""


def _setting(
    default: SettingValue, summary: str, *, most: int = 0, choices: tuple[str, ...] = (), stays_here: bool = False
) -> SettingValue:
    """Return a field of the settings with what may stand in it."""
    facts = _Facts(summary=summary, most=most, choices=choices, stays_here=stays_here)
    value: SettingValue = field(default=default, metadata={"facts": facts})
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    summary: str
    most: int
    choices: tuple[str, ...]
    stays_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its value; as made here, all are as they come."""

    tags_automatic: tuple[str, ...] = cast(
        "tuple[str, ...]", _setting((), "Tags given to entries by themselves.", choices=AUTOMATIC_TAGS)
    )
    """Which of AUTOMATIC_TAGS are given."""
    tags_resolve_aliases: bool = cast(
        "bool", _setting(default=True, summary="Give imported entries the tags' new names in place of old ones.")
    )
    """Whether an import resolves aliases of tags."""
    display_user: str = cast("str", _setting("User", "The name shown for user turns without a speaker."))
    """The name shown for user turns without a speaker."""
    display_assistant: str = cast("str", _setting("Assistant", "The name shown for assistant turns without a speaker."))
    """The name shown for assistant turns without a speaker."""
    views_saved: tuple[str, ...] = cast("tuple[str, ...]", _setting((), "Lists of entries kept for another day."))
    """Saved views, each as the parameters of the list's address, of which `view` is the name."""
    snapshots_daily: bool = cast("bool", _setting(default=True, summary="Take a snapshot on days on which you work."))
    """Whether a snapshot is taken by itself on days with changes."""
    snapshots_before_lines: int = cast(
        "int",
        _setting(1000, "Take a snapshot before a step that changes so many entries; 0 for never.", most=1_000_000_000),
    )
    """How many lines a step must touch for a snapshot to be taken before it; 0 for never."""
    snapshots_keep_recent: int = cast("int", _setting(10, "How many of the latest snapshots are kept.", most=10_000))
    """How many of the latest snapshots are kept."""
    snapshots_keep_days: int = cast("int", _setting(14, "For how many days one snapshot a day is kept.", most=10_000))
    """For how many days with snapshots the last one of each is kept."""
    snapshots_keep_weeks: int = cast("int", _setting(8, "For how many weeks one snapshot a week is kept.", most=10_000))
    """For how many weeks with snapshots the last one of each is kept."""
    snapshots_keep_months: int = cast(
        "int", _setting(24, "For how many months one snapshot a month is kept.", most=10_000)
    )
    """For how many months with snapshots the last one of each is kept."""
    snapshots_verify_days: int = cast(
        "int", _setting(7, "After how many days snapshots are verified again; 0 for never.", most=10_000)
    )
    """After how many days snapshots are verified again by themselves; 0 for never."""
    history_keep_days: int = cast(
        "int", _setting(0, "After how many days steps may be pruned from the history; 0 for never.", most=100_000)
    )
    """After how many days steps that a snapshot covers may be pruned; 0 for never."""
    mirror_folder: str = cast(
        "str", _setting("", "The folder snapshots are copied to; empty for none.", stays_here=True)
    )
    """The folder to which snapshots and bundles are copied, empty for none."""
    mirror_name: str = cast("str", _setting("", "What this machine is called in the mirror.", stays_here=True))
    """The name under which this machine's copies stand in the mirror; empty for the machine's own."""
    mirror_keep: int = cast("int", _setting(10, "How many snapshots the mirror keeps of this machine.", most=10_000))
    """How many generations the mirror keeps of this machine."""
    mirror_bundles: bool = cast("bool", _setting(default=False, summary="Copy a bundle of every dataset as well."))
    """Whether the mirror also holds a bundle of every dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingDescription:
    """One setting as it is listed."""

    name: str
    """Its name: `snapshots.daily`."""
    summary: str
    """What it is for."""
    default: SettingValue
    """Its value as it comes."""
    choices: tuple[str, ...]
    """What a list may hold, empty for anything."""
    most: int
    """The largest number, 0 for what is no number."""
    stays_here: bool
    """Whether it is about this machine and never exported: a path, a machine's name."""


def describe_settings() -> tuple[SettingDescription, ...]:
    """Return every setting there is, in the order of their list."""
    return tuple(
        SettingDescription(
            name=_name(one.name),
            summary=facts.summary,
            default=cast("SettingValue", one.default),
            choices=facts.choices,
            most=facts.most,
            stays_here=facts.stays_here,
        )
        for one in fields(Settings)
        for facts in (cast("_Facts", one.metadata["facts"]),)
    )


def describe_setting(name: str) -> SettingDescription:
    """Return the setting of that name; raises UnknownName, naming those there are."""
    known = {one.name: one for one in describe_settings()}
    if name not in known:
        raise UnknownName(f"there is no setting named {name!r}", advice=f"There are: {', '.join(known)}.")
    return known[name]


def settings_from(kept: Iterable[Setting]) -> Settings:
    """Return the settings as a workspace keeps them; what an older or newer version wrote is passed over."""
    known = {one.name: one for one in describe_settings()}
    values: dict[str, SettingValue] = {}
    for setting in kept:
        if setting.name in known:
            try:
                values[setting.name.replace(".", "_", 1)] = _checked(known[setting.name], decoded_setting(setting))
            except InvalidValue:
                continue
    return Settings(**values)  # type: ignore[arg-type] # each was checked against its field


def value_of(settings: Settings, name: str) -> SettingValue:
    """Return the value of the setting of that name; raises UnknownName."""
    return cast("SettingValue", getattr(settings, describe_setting(name).name.replace(".", "_", 1)))


def read_setting(name: str, text: str) -> Setting:
    """Return a setting from what somebody typed: `yes`, `14`, `imported,converted`.

    Raises UnknownName, and InvalidValue for what it cannot be.
    """
    description = describe_setting(name)
    return setting_of(name, _typed(description, text.strip()))


def setting_of(name: str, value: JsonValue) -> Setting:
    """Return a setting with a value, checked; raises UnknownName and InvalidValue."""
    return Setting(name=name, value=_encoded(_checked(describe_setting(name), value)))


def decoded_setting(setting: Setting) -> JsonValue:
    """Return the value of a setting as JSON says it, None for what is no JSON."""
    try:
        return decode(setting.value.encode("utf-8", "surrogatepass"))
    except NotJson:
        return None


def portable_settings(settings: Settings) -> Mapping[str, SettingValue]:
    """Return the values of all settings that may leave this machine, by name."""
    return {one.name: value_of(settings, one.name) for one in describe_settings() if not one.stays_here}


_YES = frozenset(("yes", "true", "on", "1"))
_NO = frozenset(("no", "false", "off", "0"))


def _name(of_field: str) -> str:
    return of_field.replace("_", ".", 1)


def _typed(description: SettingDescription, text: str) -> JsonValue:
    default = description.default
    if isinstance(default, bool):
        if text.casefold() in _YES | _NO:
            return text.casefold() in _YES
        raise _cannot_be(description, text, "yes or no")
    if isinstance(default, int):
        if text.isascii() and text.isdigit():
            return int(text)
        raise _cannot_be(description, text, "a whole number")
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _checked(description: SettingDescription, value: JsonValue) -> SettingValue:
    """Return a value as the setting holds it; raises InvalidValue when it cannot be that."""
    default = description.default
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise _cannot_be(description, value, "yes or no")
    if isinstance(default, int):
        if type(value) is int and 0 <= value <= description.most:
            return value
        raise _cannot_be(description, value, f"a whole number from 0 to {description.most}")
    if isinstance(default, tuple):
        return _checked_list(description, value)
    if isinstance(value, str) and "\0" not in value:
        return value
    raise _cannot_be(description, value, "a text")


def _checked_list(description: SettingDescription, value: JsonValue) -> tuple[str, ...]:
    wanted = f"a list of {', '.join(description.choices) or 'texts'}"
    if not isinstance(value, list):
        raise _cannot_be(description, value, wanted)
    texts = [item for item in value if isinstance(item, str) and item in (description.choices or (item,))]
    if len(texts) != len(value):
        raise _cannot_be(description, value, wanted)
    return tuple(choice for choice in description.choices or dict.fromkeys(texts) if choice in texts)


def _cannot_be(description: SettingDescription, value: JsonValue, wanted: str) -> InvalidValue:
    shown = ",".join(map(str, value)) if isinstance(value, list) else value
    return InvalidValue(f"it cannot be {shown!r}", where=description.name, advice=f"Give {wanted}.")


def _encoded(value: SettingValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return (encode_text(value) if isinstance(value, str) else encode_texts(value)).decode("utf-8", "surrogatepass")
