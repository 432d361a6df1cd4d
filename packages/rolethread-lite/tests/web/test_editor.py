"""The editor without a browser: what it shows, what its buttons give back, what is saved, and that nothing is lost."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from workspaces import (
    BROKEN,
    HALVES,
    LIST,
    ODD_TAGS,
    PLAIN,
    SPOKEN,
    TAGGED,
    TWICE_TAGGED,
    UNTIDY,
    id_of,
    import_lines,
    lines_of,
)

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.workspace import Workspace

Fields = list[tuple[str, str]]
HTMX = {"hx-request": "true", "hx-target": "div#editor"}
CARRIAGE = (
    b'{"messages":[{"role":"user","content":"One\\r\\ntwo\\u0000.","alternatives":["a\\r\\nb","a\\nb"]},'
    b'{"role":"assistant","name":" Orsk ","content":"\\nYes.","reasoning_content":"Hm.\\r"}],'
    b'"tags":["x\\ny","\\ud800"]}'
)
PARTS = (
    b'{"messages":[{"role":"user","content":[{"type":"text","text":"Look"},{"type":"image","url":"a.png"}]},'
    b'{"role":"assistant","content":null,"tool_calls":[{"id":1e2}]},{"role":"tool","content":{"found":1.50}},'
    b'{"role":"assistant","weight":0,"content":"A lamp."}]}'
)


class _Boxes(HTMLParser):
    """Reads the fields of the editor as a browser would post them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: Fields = []
        self._inside = False
        self._text: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = given.get("id") == "editor-form" if tag == "form" else self._inside
        if not self._inside:
            return
        if tag == "input":
            self.fields.append((given["name"], _in_line(given.get("value", ""))))
        elif tag == "textarea":
            self._text = (given["name"], [])
        elif tag == "select":
            self._select = (given["name"], [])
        elif tag == "option" and self._select is not None:
            self._select[1].append((_in_line(given["value"]), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea" and self._text is not None:
            text = "".join(self._text[1]).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
            self.fields.append((self._text[0], text.removeprefix("\n").replace("\n", "\r\n")))
            self._text = None
        if tag == "select" and self._select is not None:
            options = self._select[1]
            chosen = next((value for value, is_chosen in options if is_chosen), options[0][0])
            self.fields.append((self._select[0], chosen))
            self._select = None


def _in_line(value: str) -> str:
    return value.replace("\r", "").replace("\n", "").replace("\0", "\ufffd")


def boxes(html: str) -> Fields:
    """Return the fields of the editor that a page shows."""
    parser = _Boxes()
    parser.feed(html)
    return parser.fields


def typed(fields: Fields, **values: str) -> Fields:
    """Return the fields with other values; `text_0` is the field `text-0`."""
    named = {name.replace("_", "-"): value for name, value in values.items()}
    assert set(named) <= {name for name, _ in fields}
    return [(name, named.get(name, value)) for name, value in fields]


def values(fields: Fields, beginning: str) -> list[str]:
    """Return the values of the fields whose names begin so."""
    return [value for name, value in fields if name.startswith(beginning)]


class Editor:
    """The editor of one entry, used as a browser uses it."""

    def __init__(self, browser: TestClient, address: str) -> None:
        self._browser = browser
        self.address = address
        self.answer = browser.get(address)
        assert self.answer.status_code == 200
        self.fields = boxes(self.answer.text)

    def press(self, act: str, *, at: str = "", headers: dict[str, str] | None = None, **texts: str) -> int:
        """Type into boxes and press a button; keep what comes back."""
        data: dict[str, list[str]] = {}
        for name, value in [*typed(self.fields, **texts), ("act", act)]:
            data.setdefault(name, []).append(value)
        sent = HTMX if headers is None else headers
        self.answer = self._browser.post(at or self.address, data=data, headers=sent)
        if "editor-form" in self.answer.text:
            self.fields = boxes(self.answer.text)
        return self.answer.status_code

    @property
    def texts(self) -> list[str]:
        """Return the texts of the messages, from above."""
        return values(self.fields, "text-")


Open = Callable[[bytes], Editor]


@pytest.fixture
def open_editor(browser: TestClient, workspace: Workspace) -> Open:
    """Return what opens the editor of a line of `tales`, or of `odd`."""
    import_lines(workspace, [CARRIAGE, PARTS], name="odd")

    def _open(line: bytes) -> Editor:
        name, key = ("odd", 3) if line in (CARRIAGE, PARTS) else ("tales", 1)
        return Editor(browser, f"/d/{key}/entries/{id_of(workspace, name, line)}/edit")

    return _open


def line_of(workspace: Workspace, editor: Editor) -> dict[str, object]:
    """Return what is stored of the entry that an editor is about."""
    _, _, key, _, entry_id, _ = editor.address.split("/")
    with workspace.view() as view:
        line = view.line(view.key_of(int(key), entry_id)).line
    found: dict[str, object] = json.loads(line)
    return found


def last_step(workspace: Workspace) -> str:
    """Return the label of the latest step."""
    return workspace.history(limit=1)[0].label


@pytest.mark.parametrize("line", [PLAIN, TAGGED, SPOKEN, UNTIDY, ODD_TAGS, TWICE_TAGGED, HALVES, CARRIAGE, PARTS])
@pytest.mark.parametrize("way", [("",), ("json", "cards"), ("exchange", "delete:9", "delete:8"), ("down:0", "up:0")])
def test_what_nobody_touched_is_not_changed(
    open_editor: Open, workspace: Workspace, line: bytes, way: tuple[str, ...]
) -> None:
    editor = open_editor(line)
    before, steps = lines_of(workspace, "tales") + lines_of(workspace, "odd"), workspace.history(limit=1)[0].number
    for act in way:
        keys = [int(key) for key in values(editor.fields, "card")]
        editor.press(act if not act.startswith("delete") else f"delete:{max(keys)}")
    if way[0] == "exchange":
        while len(values(editor.fields, "card")) > len(json.loads(line)["messages"]):
            editor.press(f"delete:{max(int(key) for key in values(editor.fields, 'card'))}")
    assert editor.press("save") == 200
    assert "Nothing was changed" in editor.answer.text
    assert lines_of(workspace, "tales") + lines_of(workspace, "odd") == before
    assert workspace.history(limit=1)[0].number == steps


def test_one_text_is_edited_and_everything_else_stays_as_it_was(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(CARRIAGE)
    editor.press("save", text_1="No.")
    changed = json.loads(CARRIAGE)
    changed["messages"][1]["content"] = "No."
    assert line_of(workspace, editor) == changed
    workspace.undo()
    assert line_of(workspace, editor) == json.loads(CARRIAGE)


def test_members_that_the_editor_does_not_show_move_along(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(PARTS)
    assert "It stays as it is; change it as JSON." in editor.answer.text
    assert "a.png" in editor.answer.text
    for act in ("up:3", "up:3", "up:3", "delete:1"):
        editor.press(act)
    editor.press("save")
    messages = json.loads(PARTS)["messages"]
    assert line_of(workspace, editor)["messages"] == [messages[3], messages[0], messages[2]]
    assert b'"weight":0' in lines_of(workspace, "odd")[1]
    assert b'{"found":1.50}' in lines_of(workspace, "odd")[1]


def test_halves_of_characters_survive_an_edit_beside_them(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(HALVES)
    editor.press("save", text_2="fine")
    assert b'"tags":["\\ud800"]' in lines_of(workspace, "tales")[6]
    assert line_of(workspace, editor) == json.loads(HALVES.replace(b'"ok"', b'"fine"'))


def test_role_speaker_flag_note_and_tags_are_saved_in_one_step(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(SPOKEN)
    editor.press("untag:0")
    editor.press("save", role_0="system", speaker_1=" Orsk the Elder ", train_1="no", note="Good.", add_tag=" night ")
    line = line_of(workspace, editor)
    assert line["tags"] == ["night"]
    assert [message["role"] for message in line["messages"]] == ["system", "assistant"]  # type: ignore[attr-defined]
    assert line["messages"][1] == {  # type: ignore[index]
        **json.loads(SPOKEN)["messages"][1],
        "name": "Orsk the Elder",
        "train": False,
    }
    assert (line["id"], last_step(workspace)) == (4.5, f"Edit entry {editor.address.split('/')[4][:8]}")
    assert values(editor.fields, "note") == ["Good."]
    workspace.undo()
    assert line_of(workspace, editor) == json.loads(SPOKEN)


def test_tags_that_are_no_list_of_texts_are_shown_as_they_are_meant(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(ODD_TAGS)
    assert values(editor.fields, "tag") == ["a", "1"]
    editor.press("save", add_tag="b")
    assert line_of(workspace, editor)["tags"] == ["a", "1", "b"]


@pytest.mark.parametrize(
    ("act", "roles", "focus"),
    [
        ("exchange", ["system", "user", "assistant", "user", "assistant"], "text-3"),
        ("append", ["system", "user", "assistant", "user"], "text-3"),
        ("insert:0", ["user", "system", "user", "assistant"], "text-3"),
        ("insert:1", ["system", "assistant", "user", "assistant"], "text-3"),
        ("insert:2", ["system", "user", "assistant", "assistant"], "text-3"),
        ("delete:0", ["user", "assistant"], "text-1"),
        ("delete:2", ["system", "user"], "text-1"),
        ("up:2", ["system", "assistant", "user"], ""),
        ("up:0", ["system", "user", "assistant"], ""),
        ("down:0", ["user", "system", "assistant"], ""),
        ("down:2", ["system", "user", "assistant"], ""),
        ("", ["system", "user", "assistant"], ""),
    ],
)
def test_messages_come_go_and_move(open_editor: Open, act: str, roles: list[str], focus: str) -> None:
    editor = open_editor(TAGGED)
    assert editor.press(act, text_1="A small room, please.") == 200
    assert values(editor.fields, "role-") == roles
    assert "A small room, please." in editor.texts
    assert (f'data-focus="{focus}"' in editor.answer.text) == bool(focus)


def test_a_new_message_has_the_name_its_role_had(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(SPOKEN)
    editor.press("exchange")
    assert values(editor.fields, "speaker-") == ["Mira", "Orsk", "Mira", "Orsk"]
    editor.press("save", text_2="Then stay.", text_3="I shall.")
    assert line_of(workspace, editor)["messages"][3] == {  # type: ignore[index]
        "role": "assistant",
        "name": "Orsk",
        "content": "I shall.",
    }


def test_all_messages_can_go_and_one_can_come_again(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(PLAIN)
    editor.press("delete:0")
    editor.press("delete:1")
    assert "There is no message." in editor.answer.text
    editor.press("append")
    editor.press("save", text_0="Anew.")
    assert line_of(workspace, editor)["messages"] == [{"role": "user", "content": "Anew."}]


def test_alternatives_are_added_chosen_and_removed(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(PLAIN)
    editor.press("alternative:1")
    assert 'data-focus="alternative-1-0"' in editor.answer.text
    editor.fields = [(name, "Until dawn." if name == "alternative-1" else value) for name, value in editor.fields]
    editor.press("choose:1:0")
    assert (editor.texts[1], values(editor.fields, "alternative-1")) == ("Until dawn.", ["Until dusk."])
    editor.press("alternative:1")
    editor.press("save")
    assert line_of(workspace, editor)["messages"][1] == {  # type: ignore[index]
        "role": "assistant",
        "content": "Until dawn.",
        "alternatives": ["Until dusk."],
    }
    editor.press("drop:1:0")
    editor.press("save")
    assert "alternatives" not in line_of(workspace, editor)["messages"][1]  # type: ignore[index]


def test_alternatives_that_look_alike_stay_what_they_were(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(CARRIAGE)
    editor.press("choose:0:0")
    editor.press("save")
    message = line_of(workspace, editor)["messages"][0]  # type: ignore[index]
    assert (message["content"], message["alternatives"]) == ("a\r\nb", ["One\r\ntwo\0.", "a\nb"])


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("jump:1", "There is no button &#39;jump&#39;"),
        ("up:77", "This message is not there any more"),
        ("choose:1:4", "This is not there any more"),
        ("untag:9", "This is not there any more"),
        ("prompt", "No system prompt was chosen"),
    ],
)
def test_a_button_that_makes_no_sense_is_refused(open_editor: Open, act: str, sentence: str) -> None:
    editor = open_editor(TAGGED)
    assert editor.press(act) == 422
    assert sentence in editor.answer.text
    assert editor.answer.headers["hx-retarget"] == "#toast"


@pytest.mark.parametrize("field", ["base", "card", "base-note"])
def test_a_form_that_was_tampered_with_is_refused(open_editor: Open, field: str) -> None:
    editor = open_editor(TAGGED)
    editor.fields = [(name, "§" if name == field else value) for name, value in editor.fields]
    assert editor.press("save") == 422
    assert "This form was changed on its way" in editor.answer.text


def test_json_is_edited_and_saved(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(SPOKEN)
    editor.press("json", text_0="Who is out there?")
    shown = values(editor.fields, "json")[0]
    assert shown.startswith('{\r\n  "id": 4.50,\r\n  "tags": [')
    assert "Who is out there?" in shown
    editor.press("save", json=shown.replace('"grim"', '"grim", 1e5'), note="From JSON.")
    assert line_of(workspace, editor)["messages"][1]["mood"] == {"tags": ["grim", 1e5]}  # type: ignore[index]
    assert b'"mood":{"tags":["grim",1e5]}' in lines_of(workspace, "tales")[2]
    assert "hx-replace-url" in editor.answer.headers
    assert values(editor.fields, "json")
    editor.press("cards")
    assert (editor.texts[0], values(editor.fields, "note")) == ("Who is out there?", ["From JSON."])


@pytest.mark.parametrize("act", ["save", "cards"])
def test_json_with_a_fault_says_where_and_is_kept(open_editor: Open, workspace: Workspace, act: str) -> None:
    editor = open_editor(PLAIN)
    editor.press("json")
    text = '{\n  "messages": [\n    {"role": "user" "content": "😀"}\n  ]\n}'
    assert editor.press(act, json=text) == 422
    said = "this is not an entry: Expecting &#39;,&#39; delimiter at line 3, column 21"
    assert f"Not saved: {said}." in editor.answer.text
    assert "Line 3, column 21" in editor.answer.text
    assert re.search(r"<pre>    .*\n {20}\^</pre>", editor.answer.text)
    assert values(editor.fields, "json") == [text.replace("\n", "\r\n")]
    assert lines_of(workspace, "tales")[0] == PLAIN


def test_json_of_something_else_says_what_is_missing(open_editor: Open) -> None:
    editor = open_editor(PLAIN)
    editor.press("json")
    assert editor.press("save", json='{"messages": [{"content": "x"}]}') == 422
    assert "messages[0] has no &#39;role&#39;" in editor.answer.text


@pytest.mark.parametrize("line", [BROKEN, LIST])
def test_a_kept_record_becomes_an_entry_when_it_is_corrected(
    open_editor: Open, workspace: Workspace, line: bytes
) -> None:
    editor = open_editor(line)
    assert "This line is no entry" in editor.answer.text
    assert editor.press("save") == 422
    editor.press("save", json=PLAIN.decode().replace("dusk", "dawn"))
    assert lines_of(workspace, "tales").count(PLAIN.replace(b"dusk", b"dawn")) == 1
    assert editor.press("cards") == 200
    assert editor.texts[1] == "Until dawn."


def test_a_new_entry_is_created(browser: TestClient, workspace: Workspace) -> None:
    editor = Editor(browser, "/d/1/new")
    assert "What is found shows here while you write." in editor.answer.text
    assert "data-changed" not in editor.answer.text
    editor.press("save", text_0="Who keeps the light?", speaker_1="Ilse", text_1="I do.", note="First.", add_tag="sea")
    assert editor.answer.headers["hx-trigger"] == "entry-saved"
    assert re.fullmatch(r"/d/1/entries/[0-9a-f]{32}/edit", editor.answer.headers["hx-replace-url"])
    assert json.loads(lines_of(workspace, "tales")[-1]) == {
        "messages": [
            {"role": "user", "content": "Who keeps the light?"},
            {"role": "assistant", "content": "I do.", "name": "Ilse"},
        ],
        "tags": ["sea"],
    }
    assert "Create an entry in “tales”" in editor.answer.text
    workspace.undo()
    assert len(lines_of(workspace, "tales")) == 9


def test_after_a_new_entry_comes_the_next_with_the_same_speakers(browser: TestClient, workspace: Workspace) -> None:
    editor = Editor(browser, "/d/2/new")
    editor.press("insert:0")
    assert values(editor.fields, "role-") == ["system", "user", "assistant"]
    editor.press("next", text_2="You are Ilse.", text_0="Hello?", text_1="Hello.", speaker_1="Ilse", add_tag="sea")
    assert len(lines_of(workspace, "songs")) == 2
    assert (editor.texts, values(editor.fields, "tag")) == (["You are Ilse.", "", ""], [])
    assert values(editor.fields, "speaker-") == ["", "", "Ilse"]
    assert "Entry created" in editor.answer.text


def test_an_entry_in_which_nothing_is_said_is_not_created(browser: TestClient, workspace: Workspace) -> None:
    editor = Editor(browser, "/d/1/new")
    for act in ("save", "next"):
        assert editor.press(act, text_0="  ") == 422
        assert "Nothing is said in this entry yet. Type at least one message." in editor.answer.text
    assert len(lines_of(workspace, "tales")) == 9


def test_without_scripts_everything_is_done_by_whole_pages(browser: TestClient, workspace: Workspace) -> None:
    editor = Editor(browser, "/d/2/new")
    assert editor.press("exchange", headers={}) == 200
    assert "<html" in editor.answer.text
    assert len(editor.texts) == 4
    assert editor.press("save", headers={}, text_0="One?", text_1="One.", text_2="Two?", text_3="Two.") == 303
    made = editor.answer.headers["location"]
    again = Editor(browser, made)
    assert again.texts == ["One?", "One.", "Two?", "Two."]
    assert again.press("save", headers={}, text_3="Two!") == 303
    assert again.answer.headers["location"] == made
    assert again.press("split:2", headers={}) == 422  # its form is older than what was saved
    assert Editor(browser, made).press("split:2", headers={}) == 303
    assert len(lines_of(workspace, "songs")) == 3


def test_an_entry_is_split_before_a_message(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(TAGGED)
    assert "split:2" in editor.answer.text
    assert "split:1" not in editor.answer.text
    assert editor.press("split:2", text_1="Changed.") == 422
    assert "Only a saved entry can be split. Save first, then split." in editor.answer.text
    assert editor.press("split:2") == 200
    assert editor.texts == ["You keep the inn.", "A room, please."]
    assert json.loads(lines_of(workspace, "tales")[2])["messages"][1]["content"] == "Upstairs, second door."
    assert last_step(workspace).startswith("Split entry")


def test_two_who_edit_one_entry(open_editor: Open, workspace: Workspace) -> None:
    mine, theirs = open_editor(TAGGED), open_editor(TAGGED)
    theirs.press("save", text_1="A bed, please.", add_tag="rain")
    assert mine.press("save", text_2="Downstairs.", note="Mine.") == 409
    assert "This entry was changed elsewhere since you opened it. What you typed is kept." in mine.answer.text
    assert mine.texts == ["You keep the inn.", "A room, please.", "Downstairs."]
    assert "<del>bed</del><ins>room</ins>" in mine.answer.text
    assert "Tag <del>rain</del>" in mine.answer.text
    assert "The note: another value" in mine.answer.text
    over = re.search(r'value="(save:[0-9a-f]+)"', mine.answer.text)
    assert over is not None
    theirs.press("save", text_1="A hammock, please.")
    assert mine.press(over[1]) == 409
    over = re.search(r'value="(save:[0-9a-f]+)"', mine.answer.text)
    assert over is not None
    assert mine.press(over[1]) == 200
    assert line_of(workspace, mine)["tags"] == ["inn", "calm"]
    assert mine.press("save", text_0="You keep the tower.") == 200


def test_an_entry_that_is_gone_keeps_what_was_typed_on_the_page(
    open_editor: Open, browser: TestClient, workspace: Workspace
) -> None:
    editor = open_editor(TAGGED)
    gone = Selection(entry_ids=(editor.address.split("/")[4],))
    workspace.run(DeleteEntries(dataset="tales", selection=gone))
    assert editor.press("save", text_1="Late.") == 404
    assert editor.answer.headers["hx-retarget"] == "#toast"
    assert browser.get(editor.address).status_code == 404


def test_what_is_found_is_told_and_nothing_is_stored(open_editor: Open, workspace: Workspace) -> None:
    editor = open_editor(PLAIN)
    revision = workspace._store.revision()
    editor.press("", at="/d/1/editor/check", text_0="😀 Is  it\u200b open?", text_1="")
    found = editor.answer.text
    assert '<a href="#text-1" data-goto' in found
    assert "<dt>Tokens, about</dt>" in found
    assert re.search(r'href="#text-0" data-goto data-start="(\d+)" data-end="(\d+)"', found)
    assert workspace._store.revision() == revision
    editor.press("json")
    editor.press("", at="/d/1/editor/check", json="{")
    assert "Line 1, column 2" in editor.answer.text
    assert workspace._store.revision() == revision


def test_a_draft_is_shown_again_and_nothing_is_stored(
    open_editor: Open, browser: TestClient, workspace: Workspace
) -> None:
    editor = open_editor(SPOKEN)
    editor.press("exchange")
    kept = typed(editor.fields, text_2="Then\nstay.")
    revision = workspace._store.revision()
    entry_id = editor.address.split("/")[4]
    data = {"draft": urlencode(kept), "entry": entry_id, "told": "1"}
    answer = browser.post("/d/1/editor/draft", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert "What you had typed here before is back." in answer.text
    assert values(boxes(answer.text), "text-")[2:] == ["Then\r\nstay.", ""]
    assert "data-changed" in answer.text
    assert workspace._store.revision() == revision
    open_editor(SPOKEN).press("save", text_0="Nobody?")
    answer = browser.post("/d/1/editor/draft", data=data, headers=HTMX)
    assert "This entry was changed elsewhere" in answer.text
    editor.fields = boxes(answer.text)
    assert editor.press("save") == 409


def test_a_system_prompt_of_the_library_is_put_in(open_editor: Open, browser: TestClient, workspace: Workspace) -> None:
    assert "From the library" not in open_editor(SPOKEN).answer.text
    workspace.run(CreatePrompt(name="Keeper", text="You are {{char}}. {{user}} is a guest, in {{season}}."))
    workspace.run(CreatePrompt(name="Plain", text="Stay calm."))
    editor = open_editor(SPOKEN)
    keys = dict(re.findall(r'<option value="([^"]+)">(Keeper|Plain)</option>', editor.answer.text))
    keeper, plain = ({name: key for key, name in keys.items()}[name] for name in ("Keeper", "Plain"))
    editor.press("prompt", prompt=keeper)
    assert values(editor.fields, "variable") == ["char", "user", "season"]
    assert [value for name, value in editor.fields if name == "value"] == ["Orsk", "Mira", ""]
    assert len(editor.texts) == 2
    editor.press("prompt")
    assert editor.texts[0] == "You are Orsk. Mira is a guest, in {{season}}."
    assert values(editor.fields, "role-") == ["system", "user", "assistant"]
    editor.press("prompt", prompt=plain)
    assert editor.texts[0] == "Stay calm."
    assert len(editor.texts) == 3
    del browser


def test_names_are_proposed(browser: TestClient) -> None:
    answer = browser.get("/d/1/editor/names").text
    assert '<datalist id="known-speakers"><option value="Mira">' in answer
    assert '<option value="calm">' in answer


def test_the_way_back_leads_to_the_list_it_was_opened_from(open_editor: Open, browser: TestClient) -> None:
    editor = open_editor(TAGGED)
    entry_id = editor.address.split("/")[4]
    page = browser.get(f"{editor.address}?tag=inn&open={entry_id}").text
    assert f'id="cancel" href="/d/1/entries?tag=inn&amp;open={entry_id}"' in page
    assert f'action="{editor.address}?tag=inn"' in page
    assert (
        f'href="/d/1/entries/{entry_id}/edit?tag=inn&amp;open={entry_id}"'
        in browser.get(f"/d/1/entries?tag=inn&open={entry_id}").text
    )


def test_there_is_no_editor_for_what_is_not_there(browser: TestClient) -> None:
    assert browser.get(f"/d/1/entries/{'0' * 32}/edit").status_code == 404
    assert browser.get("/d/9/new").status_code == 404


def test_texts_are_never_markup(browser: TestClient, workspace: Workspace) -> None:
    attack = '</textarea><script>1</script>"><img src=x>'
    line = json.dumps(
        {
            "messages": [{"role": attack, "name": attack, "content": attack, "alternatives": [attack], attack: attack}],
            "tags": [attack],
        }
    ).encode()
    import_lines(workspace, [line], name="attacks")
    editor = Editor(browser, f"/d/3/entries/{id_of(workspace, 'attacks', line)}/edit")
    for act in ("", "json"):
        editor.press(act)
        assert not re.search(r"<script>|<img|</textarea><script", editor.answer.text)
    assert values(editor.fields, "json")[0].count("</textarea>") == 7
