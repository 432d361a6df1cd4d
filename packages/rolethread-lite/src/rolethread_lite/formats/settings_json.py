"""Settings as a file that may be given to somebody else: no paths, nothing about this machine."""

from collections.abc import Mapping

import orjson

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.json_text import NotJson, decode
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import SettingValue, describe_settings, setting_of

_VERSION = 1


def write_settings(values: Mapping[str, SettingValue]) -> bytes:
    """Return settings as JSON, in their order."""
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return orjson.dumps({"rolethread_settings": _VERSION, "settings": kept}, option=orjson.OPT_INDENT_2) + b"\n"


def read_settings(content: bytes, *, where: str) -> tuple[tuple[Setting, ...], tuple[str, ...]]:
    """Return the settings of a file, and the names that are not taken over: unknown here, or about a machine.

    Raises UnreadableInput when it is no such file, InvalidValue for a value that a setting cannot have.
    """
    try:
        value = decode(content.removeprefix(b"\xef\xbb\xbf"))
    except NotJson as fault:
        raise _unreadable(where, f"it is not JSON ({fault})") from fault
    found = value.get("settings") if isinstance(value, dict) and value.get("rolethread_settings") == _VERSION else None
    if not isinstance(found, dict):
        raise _unreadable(where, "it holds no settings of RoleThread")
    taken = {one.name for one in describe_settings() if not one.stays_here}
    settings = tuple(setting_of(name, kept) for name, kept in found.items() if name in taken)
    return settings, tuple(name for name in found if name not in taken)


def _unreadable(where: str, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"cannot be used as settings: {reason}.", where=where, advice="Give a file that `settings export` wrote."
    )
