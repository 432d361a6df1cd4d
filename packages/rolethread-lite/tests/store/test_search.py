"""Search finds exactly what a plain look at every turn finds, whatever was changed, here or elsewhere."""

import json
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workspaces import import_lines, lines_of

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model import scan
from rolethread_lite.model.selection import SearchMode, SearchScope, Selection, TextQuery
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.store.search import room, searching, segments
from rolethread_lite.store.search.room import Room
from rolethread_lite.store.search.segments import FoldedTexts, WholeWords, sought_form
from rolethread_lite.workspace import Workspace

_ALIKE = "Straße STRASSE straẞe İstanbul istanbul ırmak ﬁsh fish Σίσυφος σίσυφοσ cafe\u0301 café cafe ŉ ǰ Ⅻ"  # noqa: RUF001
_SHORT = "港口 港 口 a A ab b _ a_b 1 é éé İ s ss \U0001f642 \ud800 don't x-y"
WORDS = (*_ALIKE.split(" "), *_SHORT.split(" "))
SPACES = (" ", "  ", "\n", "\t", "\r\n", "\x0b", "\x0c", "\0", "\u00a0", "\u2028", "", "-", ".")
ROLES = {"system": SearchScope.SYSTEM, "user": SearchScope.USER, "assistant": SearchScope.ASSISTANT}
FOLDED_AS_ONE_SPACE = str.maketrans("\t\n\r\x0b\x0c\0", "      ")


def _texts() -> st.SearchStrategy[str]:
    pieces = st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)).map("".join)
    return st.lists(pieces, max_size=6).map("".join)


def _entries() -> st.SearchStrategy[list[tuple[str, str]]]:
    roles = st.sampled_from(("system", "user", "assistant", "user", "assistant", "tool", "Mira"))
    return st.lists(st.tuples(roles, _texts()), min_size=1, max_size=4)


def _queries() -> st.SearchStrategy[TextQuery]:
    return st.builds(
        TextQuery,
        text=st.one_of(st.sampled_from(WORDS), _texts()).filter(
            lambda text: text.strip(" \t\n\r\x0b\x0c\0\u00a0\u2028")
        ),
        mode=st.sampled_from([mode for mode in SearchMode if mode is not SearchMode.REGEX]),
        scopes=st.lists(st.sampled_from(list(SearchScope)), min_size=1, unique=True).map(tuple),
    )


def _line(turns: list[tuple[str, str]], number: int = 0) -> bytes:
    messages = [{"role": role, "content": text} for role, text in turns]
    return json.dumps({"messages": messages, "id": number}).encode()


def _plainly(text: str) -> str:
    """Return a text as it is compared: every character folded on its own, runs of spaces as one."""
    spaced = text.translate(FOLDED_AS_ONE_SPACE)
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    return "".join(character.casefold() for character in spaced)


def _stands(sought: str, text: str, *, alone: bool) -> bool:
    at = text.find(sought)
    while at >= 0:
        if not alone or (_is_bound(text, at) and _is_bound(text, at + len(sought))):
            return True
        at = text.find(sought, at + 1)
    return False


def _is_bound(text: str, at: int) -> bool:
    return not (at > 0 and at < len(text) and _is_word(text[at - 1]) and _is_word(text[at]))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _fits(query: TextQuery, line: bytes) -> bool:
    """Tell whether a line holds the text, by looking at each turn."""
    turns = [
        _plainly(message["content"])
        for message in json.loads(line)["messages"]
        if ROLES.get(message["role"], SearchScope.OTHER) in query.scopes
    ]
    alone = query.mode in (SearchMode.WHOLE_WORD, SearchMode.PHRASE)
    sought = query.text.strip() if query.mode is SearchMode.PHRASE else query.text
    words = query.text.split() if query.mode in (SearchMode.WORDS, SearchMode.WHOLE_WORD) else [sought]
    return all(any(_stands(_plainly(word), turn, alone=alone) for turn in turns) for word in words)


def _found(workspace: Workspace, query: TextQuery) -> list[bytes]:
    with workspace.view() as view:
        key = view.dataset("tales").key
        return [line.line for line in view.lines(place.key for place in view.places(key, Selection(text=query)))]


def _assert_exact(workspace: Workspace, query: TextQuery) -> None:
    expected = [line for line in lines_of(workspace, "tales") if _fits(query, line)]
    assert _found(workspace, query) == expected


@settings(max_examples=settings().max_examples // 2)
@given(entries=st.lists(_entries(), min_size=1, max_size=8), queries=st.lists(_queries(), min_size=1, max_size=6))
def test_every_mode_and_scope_is_exact(
    tmp_path_factory: pytest.TempPathFactory, entries: list[list[tuple[str, str]]], queries: list[TextQuery]
) -> None:
    with Workspace(tmp_path_factory.mktemp("search"), write_files=False) as workspace:
        import_lines(workspace, [_line(turns, number) for number, turns in enumerate(entries)], name="tales")
        for query in queries:
            _assert_exact(workspace, query)
        everywhere = Selection(text=queries[0])
        steps = [
            workspace.run(DuplicateEntries(dataset="tales", selection=everywhere)),
            workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="a", by="Stra\u00dfe")),
            workspace.run(ReplaceSystemPrompt(dataset="tales", selection=everywhere, text="caf\u00e9 \ufb01sh")),
        ]
        for query in queries:
            _assert_exact(workspace, query)
        steps.append(workspace.run(DeleteEntries(dataset="tales", selection=Selection(text=queries[-1]))))
        _assert_exact(workspace, queries[-1])
        for _ in [step for step in steps if step is not None][1:]:
            workspace.undo()
        for query in queries:
            _assert_exact(workspace, query)


@pytest.mark.parametrize(
    ("text", "mode", "content", "is_found"),
    [
        ("strasse", SearchMode.CONTAINS, "Die STRA\u1e9eE", True),
        ("\u1e9e", SearchMode.CONTAINS, "Strasse", True),
        ("i\u0307stanbul", SearchMode.WHOLE_WORD, "\u0130stanbul.", True),
        ("\u0131", SearchMode.CONTAINS, "I", False),
        ("FI", SearchMode.CONTAINS, "\ufb01sh", True),
        ("\u03c3\u03b9\u03c2", SearchMode.CONTAINS, "\u03a3\u0399\u03a3", True),
        ("cafe", SearchMode.CONTAINS, "cafe\u0301", True),
        ("caf\u00e9", SearchMode.CONTAINS, "cafe\u0301", False),
        ("\u53e3", SearchMode.CONTAINS, "\u6e2f\u53e3", True),
        ("\u53e3", SearchMode.WHOLE_WORD, "\u6e2f\u53e3", False),
        ("old inn", SearchMode.PHRASE, "the old\n  inn", True),
        ("old inn", SearchMode.PHRASE, "the old inner", False),
        ("inn old", SearchMode.WORDS, "older inns", True),
        ("inn old", SearchMode.WHOLE_WORD, "old inns", False),
        ("a b", SearchMode.CONTAINS, "a\0b", True),
        ("\u00e9 \u00e9", SearchMode.PHRASE, "\u00e9\u00e9 \u00e9 \u00e9", True),
        ("\u00e9 \u00e9", SearchMode.PHRASE, "\u00e9\u00e9 \u00e9 \u00e9\u00e9", False),
        ("'t", SearchMode.WHOLE_WORD, "don't", True),
    ],
)
def test_what_people_look_for(
    workspace: Workspace, text: str, mode: SearchMode, content: str, *, is_found: bool
) -> None:
    import_lines(workspace, [_line([("user", content)])], name="tales")
    query = TextQuery(text=text, mode=mode)
    assert bool(_found(workspace, query)) is is_found
    _assert_exact(workspace, query)


def test_nothing_is_found_across_turns(workspace: Workspace) -> None:
    import_lines(workspace, [_line([("user", "the old"), ("user", "inn"), ("assistant", "yes")])], name="tales")
    for text in ("old inn", "old\ninn", "old\x1einn", "d i", "d\x1ei", "inn yes"):
        for mode in (SearchMode.CONTAINS, SearchMode.PHRASE):
            assert _found(workspace, TextQuery(text=text, mode=mode)) == []


def test_every_character_is_folded_as_python_folds_it() -> None:
    known = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    folded = scan.fold("\0".join(known).encode()).decode().split("\0")
    assert "\0".join(folded) == "\0".join(character.casefold() for character in known)


@given(sought=_texts().filter(str.strip), text=_texts(), tries=st.sampled_from((0, 2, 64)))
@example(sought="\u00e9 \u00e9", text="\u00e9\u00e9 \u00e9 \u00e9", tries=0)
@example(sought="a a", text="ba a a", tries=0)
def test_whole_words_are_found_wherever_they_stand(sought: str, text: str, tries: int) -> None:
    """After a few tries with plain search an expression goes on; both find the same."""
    buffer, plain = sought_form(text), _plainly(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(segments, "_TRIES", tries)
        found = WholeWords(sought_form(sought)).find(buffer, 0)
    assert (found >= 0) is _stands(_plainly(sought), plain, alone=True)


@given(
    texts=st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), _texts())), max_size=12),
    sought=_texts().filter(str.strip),
    size=st.sampled_from((1, 40, 1 << 20)),
    in_memory=st.sampled_from((0, 60, 1 << 20)),
)
def test_texts_are_put_again_and_dropped(
    texts: list[tuple[int, str | None]], sought: str, size: int, in_memory: int
) -> None:
    folded, expected = FoldedTexts(Room(Path(tempfile.gettempdir()))), dict[int, str]()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(segments, "SEGMENT_BYTES", size)
        patched.setattr(room, "BYTES_IN_MEMORY", in_memory)
        patched.setattr(room, "_LEAST", 1)
        patched.setattr(room, "FILE_BYTES", 100)
        for key, text in texts:
            if text is None or key in expected:
                folded.drop(key)
                expected.pop(key, None)
            if text is not None:
                folded.put(key, text)
                expected[key] = text
            found = [key for keys in folded.scan(sought_form(sought), alone=False) for key in keys]
            fitting = [key for key, kept in expected.items() if _stands(_plainly(sought), _plainly(kept), alone=False)]
            assert sorted(found) == sorted(fitting)


@pytest.mark.parametrize("scope", SearchScope)
def test_a_pattern_is_searched_turn_by_turn(workspace: Workspace, scope: SearchScope) -> None:
    role = {scope: role for role, scope in ROLES.items()}.get(scope, "tool")
    lines = [_line([(role, "The OLD inn"), (role, "by the sea")], 1), _line([(role, "oldest\ninn")], 2)]
    import_lines(workspace, lines, name="tales")
    patterns = {
        r"^the old": lines[:1],
        r"old.inn$": lines[:1],
        r"inn.*by": [],
        r"(?s)old.*inn": lines,
        r"sea$": lines[:1],
    }
    for text, expected in patterns.items():
        assert _found(workspace, TextQuery(text=text, mode=SearchMode.REGEX, scopes=(scope,))) == expected
    others = tuple(other for other in SearchScope if other is not scope)
    assert _found(workspace, TextQuery(text="inn", mode=SearchMode.REGEX, scopes=others)) == []


@pytest.mark.parametrize("text", ["(", "[z-a]", "(?<n>a)(?<n", "*"])
def test_a_wrong_pattern_is_said_in_words(workspace: Workspace, text: str) -> None:
    import_lines(workspace, [_line([("user", "a")])], name="tales")
    with pytest.raises(InvalidValue, match="regular expression"):
        _found(workspace, TextQuery(text=text, mode=SearchMode.REGEX))


def test_a_pattern_that_takes_too_long_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PATTERN_SECONDS", 0.05)
    import_lines(workspace, [_line([("user", "a" * 4000 + "!")])], name="tales")
    with pytest.raises(InvalidValue, match="seconds"):
        _found(workspace, TextQuery(text=r"(a|aa)+$", mode=SearchMode.REGEX))


@pytest.mark.parametrize("mode", SearchMode)
@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_to_search_for_is_refused(workspace: Workspace, mode: SearchMode, text: str) -> None:
    import_lines(workspace, [_line([("user", "a")])], name="tales")
    with pytest.raises(InvalidValue):
        _found(workspace, TextQuery(text=text, mode=mode))


def test_answers_are_kept_for_one_revision(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import_lines(workspace, [_line([("user", "old inn")])], name="tales")
    asked: list[TextQuery] = []
    answer = searching.DatasetSearch._answer

    def _counted(search: searching.DatasetSearch, connection: object, query: TextQuery, *others: object) -> object:
        asked.append(query)
        return answer(search, connection, query, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(searching.DatasetSearch, "_answer", _counted)
    query = TextQuery(text="inn")
    for _ in range(3):
        assert len(_found(workspace, query)) == 1
    assert len(asked) == 1
    workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="inn", by="mill"))
    assert _found(workspace, query) == []
    assert len(asked) == 2
    for number in range(40):
        _found(workspace, TextQuery(text=f"x{number}"))
    _found(workspace, query)
    assert len(asked) == 43


def test_an_older_view_and_a_newer_one_both_find_what_they_show(workspace: Workspace) -> None:
    import_lines(workspace, [_line([("user", "old inn")])], name="tales")
    query = Selection(text=TextQuery(text="inn"))
    with workspace.view() as older:
        assert len(older.places(1, query)) == 1
        workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="inn", by="mill"))
        with workspace.view() as newer:
            assert newer.places(1, query) == []
            assert len(older.places(1, query)) == 1
            assert newer.places(1, query) == []


def test_what_another_process_committed_is_found(workspace: Workspace) -> None:
    import_lines(workspace, [_line([("user", "old inn")])], name="tales")
    query = TextQuery(text="inn")
    assert len(_found(workspace, query)) == 1
    with Workspace(workspace.folder, write_files=False) as other:
        other.run(DuplicateEntries(dataset="tales", selection=Selection()))
        other.import_file(workspace.folder / "in" / "tales.jsonl", into="tales")
        assert len(_found(workspace, query)) == 3
        other.undo()
        other.undo()
    assert len(_found(workspace, query)) == 1


@pytest.mark.parametrize("mode", [SearchMode.CONTAINS, SearchMode.WHOLE_WORD])
def test_texts_beyond_the_memory_lie_in_a_file_nobody_sees(
    mode: SearchMode, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "BYTES_IN_MEMORY", 0)
    monkeypatch.setattr(room, "_LEAST", 1)
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 64)
    lines = [_line([("user", f"Straße {number} - der Gasthof")], number) for number in range(40)]
    import_lines(workspace, lines, name="tales")
    before = sorted(workspace.folder.iterdir())
    assert _found(workspace, TextQuery(text="GASTHOF", mode=mode)) == lines
    assert _found(workspace, TextQuery(text="strasse 7", mode=mode)) == [lines[7]]
    assert sorted(workspace.folder.iterdir()) == before
    workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="Gasthof", by="Hof"))
    assert _found(workspace, TextQuery(text="gasthof", mode=mode)) == []
    assert len(_found(workspace, TextQuery(text="hof", mode=mode))) == 40


def test_where_no_file_can_be_written_texts_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BYTES_IN_MEMORY", 0)
    monkeypatch.setattr(room, "_LEAST", 1)
    text = b"a" * 10
    assert Room(tmp_path / "gone").keep(text) is text
    assert isinstance(Room(tmp_path).keep(text), memoryview)
    monkeypatch.setattr(room, "SPARED_BYTES", 1 << 60)
    assert Room(tmp_path).keep(text) is text, "the disk is nearly full"


def test_reading_is_watched_and_can_be_stopped(workspace: Workspace) -> None:
    lines = [_line([("user", f"old inn {number}")], number) for number in range(3)]
    import_lines(workspace, lines, name="tales")
    query = TextQuery(text="inn")
    told: list[tuple[int, int]] = []

    def _stop(done: int, whole: int) -> None:
        told.append((done, whole))
        raise KeyboardInterrupt

    with workspace.view() as view:
        (dataset,) = view.datasets()
        assert view.lines_to_search(dataset.key, query) == 3
        with pytest.raises(KeyboardInterrupt):
            view.search(dataset.key, query, watch=_stop)
        assert view.lines_to_search(dataset.key, query) == 3
        assert len(view.search(dataset.key, query, watch=lambda done, whole: told.append((done, whole)))) == 3
        assert view.lines_to_search(dataset.key, query) == 0
        assert view.lines_to_search(dataset.key, TextQuery(text="old")) == 0
        pattern = TextQuery(text="o.d", mode=SearchMode.REGEX)
        assert view.lines_to_search(dataset.key, pattern) == 3
        assert len(view.search(dataset.key, pattern)) == 3
        assert view.lines_to_search(dataset.key, pattern) == 0
    assert told == [(0, 3)] * 2
