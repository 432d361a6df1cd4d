"""Workspaces to try things with: what is in them, told without asking the product where that can be avoided."""

import json
from collections.abc import Iterable
from pathlib import Path

import apsw

from rolethread_lite.derivation import LineDerivation
from rolethread_lite.store.lines import join
from rolethread_lite.workspace import Workspace

PLAIN = b'{"messages":[{"role":"user","content":"Is the harbour open?"},{"role":"assistant","content":"Until dusk."}]}'
TAGGED = (
    b'{"messages":[{"role":"system","content":"You keep the inn."},{"role":"user","content":"A room, please."},'
    b'{"role":"assistant","content":"Upstairs, second door."}],"tags":["inn","calm"],"id":17}'
)
SPOKEN = (
    b'{"id": 4.50, "tags" : [ "inn" ], "messages": [{"role":"user","name":"Mira","content":"Who is there?"},'
    b' {"role":"assistant","name":"Orsk","content":"Only the wind,\\nI hope.","mood":{"tags":["grim"]}}]}'
)
UNTIDY = (
    b'{"messages":[{"role":"user","content":" Hello  there "},{"role":"user","content":""},'
    b'{"role":"assistant","content":"Hello\\u200b."}],"tags":["calm","calm",""],"_note":[1e5,{"k":"v"}]}'
)
ODD_TAGS = b'{"messages":[{"role":"user","content":"One"},{"role":"assistant","content":"Two"}],"tags":["a",1]}'
TWICE_TAGGED = b'{"tags":["a"],"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"}],"tags":[]}'
HALVES = (
    b'{"messages":[{"role":"system","content":"\\ud800"},{"role":"user","name":"\\udc00","content":"\\ud83d"},'
    b'{"role":"assistant","content":"ok"}],"tags":["\\ud800"]}'
)
BROKEN = b'{"messages":[{"role":"user","content":"cut of'
LIST = b"[1,2]"
LINES = (PLAIN, TAGGED, SPOKEN, UNTIDY, ODD_TAGS, TWICE_TAGGED, HALVES, BROKEN, LIST)
"""One line of every kind that is kept in a way of its own."""


def write_lines(path: Path, lines: Iterable[bytes]) -> Path:
    """Write lines as a file and return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def import_lines(workspace: Workspace, lines: Iterable[bytes], *, name: str) -> None:
    """Import lines as a new dataset."""
    workspace.import_file(write_lines(workspace.folder / "in" / f"{name}.jsonl", lines))


def lines_of(workspace: Workspace, dataset: str) -> list[bytes]:
    """Return the lines of a dataset."""
    with workspace.view() as view:
        return [line.line for line in view.all_lines(view.dataset(dataset).key)]


def ids_of(workspace: Workspace, dataset: str) -> list[str]:
    """Return the ids of a dataset's lines."""
    with workspace.view() as view:
        return [line.entry_id for line in view.all_lines(view.dataset(dataset).key)]


def id_of(workspace: Workspace, dataset: str, line: bytes) -> str:
    """Return the id of the first line with this text."""
    return ids_of(workspace, dataset)[lines_of(workspace, dataset).index(line)]


def file_of(workspace: Workspace, dataset: str) -> Path:
    """Return where a dataset is projected to."""
    return workspace.home / dataset / f"{dataset}.jsonl"


def everything(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a workspace shows: every dataset's lines with id, order, note and kind."""
    with workspace.view() as view:
        return {
            dataset.name: [
                (line.entry_id, line.line, line.note, line.is_record) for line in view.all_lines(dataset.key)
            ]
            for dataset in view.datasets()
        }


def assert_derived(workspace: Workspace) -> int:
    """Compare every derived row with what follows from the lines themselves; return how many lines there are."""
    with workspace.view() as view:
        return assert_derived_tables(view.connection)


def assert_derived_tables(connection: apsw.Connection) -> int:
    """Compare every derived row of a database with what follows from its lines; return how many lines there are."""
    expected = _expected(connection)
    assert _kept_figures(connection) == expected["figure"]
    for table, query in _KEPT.items():
        assert sorted(connection.execute(query)) == sorted(expected[table]), table
    return len(expected["figure"])


_KEPT = {
    "finding": "select f.entry,c.name,f.severity,f.number from finding f join finding_code c on c.id=f.code",
    "entry_tag": "select t.entry,n.name from entry_tag t join tag_name n on n.id=t.tag",
    "entry_speaker": "select s.entry,n.name,s.turns from entry_speaker s join speaker_name n on n.id=s.speaker",
}


def _kept_figures(connection: apsw.Connection) -> set[tuple[object, ...]]:
    rows = connection.execute("select f.*,p.text from figure f left join prompt_text p on p.id=f.prompt")
    return {(key, dataset, version, text, *values) for key, dataset, version, _, *values, text in rows}


def _expected(connection: apsw.Connection) -> dict[str, set[tuple[object, ...]]]:
    derivation = LineDerivation()
    expected: dict[str, set[tuple[object, ...]]] = {"figure": set(), **{table: set() for table in _KEPT}}
    rows = connection.execute("select e.id,e.dataset,e.kind,e.tags,e.hole,b.raw from entry e join body b using(id)")
    for key, dataset, kind, tags, hole, raw in rows:
        line = join(raw, tags, hole)
        derived = derivation.of_line(line, is_record=kind == 1)
        prompt = None if derived.prompt is None else shown(derived.prompt)
        expected["figure"].add((key, dataset, derivation.version, prompt, *derived.keys, *derived.figures))
        expected["finding"] |= {(key, *found) for found in derived.findings}
        expected["entry_tag"] |= {(key, shown(tag)) for tag in ([] if kind == 1 else tags_in(line))}
        expected["entry_speaker"] |= {(key, shown(name), turns) for name, turns in derived.speakers}
    return expected


def tags_in(line: bytes) -> list[str]:
    """Return the tags of a line as JSON says them: one member `tags` of the object, a list of nothing but texts."""
    try:
        members = json.loads(line, object_pairs_hook=list)
    except ValueError:
        return []
    values = [value for key, value in members if key == "tags"] if _is_object(members) else []
    if len(values) == 1 and isinstance(values[0], list) and all(isinstance(tag, str) for tag in values[0]):
        return values[0]
    return []


def _is_object(members: object) -> bool:
    return isinstance(members, list) and all(isinstance(member, tuple) for member in members)


def shown(text: str) -> str:
    """Return a text as the database can hold it."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
