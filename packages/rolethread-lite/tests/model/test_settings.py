"""Settings are typed, checked and told apart from what stays on one machine."""

import pytest

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import (
    Settings,
    describe_settings,
    portable_settings,
    read_setting,
    setting_of,
    settings_from,
    value_of,
)

LISTED = (
    "tags.automatic",
    "tags.resolve_aliases",
    "display.user",
    "display.assistant",
    "views.saved",
    "snapshots.daily",
    "snapshots.before_lines",
    "snapshots.keep_recent",
    "snapshots.keep_days",
    "snapshots.keep_weeks",
    "snapshots.keep_months",
    "snapshots.verify_days",
    "history.keep_days",
    "mirror.folder",
    "mirror.name",
    "mirror.keep",
    "mirror.bundles",
)


def test_the_settings_are_those_of_this_list() -> None:
    assert tuple(one.name for one in describe_settings()) == LISTED


def test_every_setting_says_what_it_is_for() -> None:
    for one in describe_settings():
        assert one.summary.endswith(".")
        assert value_of(Settings(), one.name) == one.default


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("snapshots.daily", "no", "false"),
        ("snapshots.daily", " YES ", "true"),
        ("snapshots.keep_recent", "025", "25"),
        ("tags.automatic", "converted, imported,converted", '["imported","converted"]'),
        ("tags.automatic", "", "[]"),
        ("display.user", "Mira «the» 日本", '"Mira «the» 日本"'),
    ],
)
def test_what_is_typed_becomes_a_value(name: str, typed: str, kept: str) -> None:
    assert read_setting(name, typed) == Setting(name=name, value=kept)


@pytest.mark.parametrize(
    ("name", "typed", "advice"),
    [
        ("snapshots.daily", "perhaps", "Give yes or no."),
        ("snapshots.keep_recent", "-3", "Give a whole number."),
        ("snapshots.keep_recent", "10001", "Give a whole number from 0 to 10000."),
        ("snapshots.keep_recent", "\uff11\uff12", "Give a whole number."),
        ("tags.automatic", "imported,secret", "Give a list of imported, converted, duplicate."),
        ("display.user", "a\0b", "Give a text."),
    ],
)
def test_what_a_setting_cannot_be_is_refused(name: str, typed: str, advice: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_setting(name, typed)
    assert (caught.value.where, caught.value.advice) == (name, advice)


def test_an_unknown_setting_is_refused_naming_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"no setting named 'snapshots\.dayly'") as caught:
        read_setting("snapshots.dayly", "yes")
    assert "snapshots.daily" in caught.value.advice


def test_what_another_version_kept_is_passed_over() -> None:
    kept = [
        Setting(name="snapshots.daily", value="false"),
        Setting(name="colour.scheme", value='"dark"'),
        Setting(name="snapshots.keep_days", value='"many"'),
        Setting(name="mirror.keep", value="{"),
    ]
    assert settings_from(kept) == Settings(snapshots_daily=False)


def test_nothing_about_this_machine_leaves_it() -> None:
    settings = settings_from([setting_of("mirror.folder", "/mnt/copies"), setting_of("mirror.name", "attic")])
    portable = portable_settings(settings)
    assert sorted(set(LISTED) - set(portable)) == ["mirror.folder", "mirror.name"]
    assert "/mnt/copies" not in map(str, portable.values())
