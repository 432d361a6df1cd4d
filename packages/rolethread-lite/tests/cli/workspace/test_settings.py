"""`rolethread settings`: what is shown, what is refused, and what goes into a file."""

import json
from collections.abc import Callable
from pathlib import Path


def test_settings_are_listed_with_what_is_changed(work: Callable) -> None:
    assert work("settings", "set", "snapshots.daily", "no").err == (
        "Change settings: snapshots.daily. `rolethread undo` takes it back.\n"
    )
    rows = {line.split()[0]: line for line in work("settings", "list").out.splitlines()}
    assert rows["snapshots.daily"].split()[1:3] == ["no", "changed"]
    assert rows["mirror.folder"].split()[1] == "none"
    assert "changed" not in rows["mirror.keep"]
    listed = {one["name"]: one for one in json.loads(work("settings", "list", "--json").out)}
    assert listed["snapshots.daily"]["value"] is False
    assert listed["tags.automatic"]["default"] == []
    assert [name for name, one in listed.items() if one["stays_on_this_machine"]] == ["mirror.folder", "mirror.name"]


def test_a_setting_can_be_undone_and_put_back(work: Callable) -> None:
    work("settings", "set", "display.user", "Tess")
    assert work("settings", "show", "display.user").out == "Tess\n"
    work("undo")
    assert work("settings", "show", "display.user").out == "User\n"
    work("redo")
    assert work("settings", "reset", status=2).err.count("--all") == 1
    work("settings", "reset", "display.user")
    assert json.loads(work("settings", "show", "display.user", "--json").out)["value"] == "User"
    assert work("settings", "reset", "display.user").err == "There was nothing to change.\n"


def test_a_preview_changes_nothing(work: Callable) -> None:
    shown = work("settings", "set", "tags.automatic", "imported", "--preview")
    assert shown.out.splitlines()[-1].strip() == '+ value: ["imported"]'
    assert work("settings", "show", "tags.automatic").out == "\n"


def test_what_cannot_be_is_refused_saying_what_can(work: Callable) -> None:
    refused = work("settings", "set", "snapshots.keep_recent", "some", status=2)
    assert refused.err == (
        "Error: It cannot be 'some'.\n  where  snapshots.keep_recent\n  next   Give a whole number.\n"
    )
    assert "There are: tags.automatic," in work("settings", "show", "nothing", status=2).err


def test_settings_go_to_another_workspace_without_paths(work: Callable, folder: Path) -> None:
    work("settings", "set", "mirror.folder", str(folder / "copies"))
    work("settings", "set", "snapshots.keep_recent", "25")
    work("settings", "export", "-o", "settings.json")
    content = (folder / "settings.json").read_text("utf-8")
    assert "copies" not in content
    work("settings", "export", "-o", "settings.json", status=2)
    changed = json.loads(content)
    changed["settings"]["mirror.folder"] = "elsewhere"
    changed["settings"]["colour"] = "blue"
    (folder / "other.json").write_text(json.dumps(changed), "utf-8")
    work("settings", "reset", "--all")
    taken = work("settings", "import", "other.json")
    assert taken.err.startswith("Not taken over: mirror.folder and colour.\n")
    assert work("settings", "show", "snapshots.keep_recent").out == "25\n"
    assert work("settings", "show", "mirror.folder").out == "\n"


def test_a_file_that_holds_no_settings_is_refused(work: Callable, folder: Path) -> None:
    for content in ("{", "[]", '{"settings":{}}', '{"rolethread_settings":2,"settings":{}}'):
        (folder / "bad.json").write_text(content, "utf-8")
        assert "Cannot be used as settings" in work("settings", "import", "bad.json", status=3).err
    (folder / "bad.json").write_text('{"rolethread_settings":1,"settings":{"mirror.keep":-1}}', "utf-8")
    assert "mirror.keep" in work("settings", "import", "bad.json", status=2).err
    assert work("history", "--json").out.strip() == "[]"
