"""The database of RoleThread 1.0: read whatever of it is there, never written, and told from other files."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.rolethread_1 import MappedTurn
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.store.rolethread_1_database import read_database

TABLES = """
create table tag_categories(id integer primary key, name text, slug text, sort_order integer, is_active boolean);
create table tags(id integer primary key, category_id integer, name text, slug text, sort_order integer,
  is_active boolean, is_builtin boolean, status text);
create table tag_lifecycle_metadata(id integer primary key, action text, old_slug text, new_slug text,
  created_at text, metadata_json text);
create table characters(id integer primary key, slug text, display_name text, description text, is_active boolean);
create table entry_character_turns(id integer primary key, entry_uuid text, turn_index integer, character_id integer,
  training_role text, source_role_label text);
create table system_prompt_templates(id integer primary key, slug text, name text, content text, description text,
  is_active boolean);
"""
ROWS = """
insert into tag_categories values(1,'Places','places',3,1),(2,'Unsorted','unsorted',9,0);
insert into tags values(1,1,'Pier','pier',1,1,0,'active'),(2,null,'Fog','fog',0,0,0,'archived'),
  (3,2,'Gull','gull',0,1,0,'active'),(4,null,'Lamp','lamp',0,0,0,'archived'),(5,null,'Rope','rope',0,0,0,'hidden');
insert into tag_lifecycle_metadata values(1,'rename','quay','jetty','',null),(2,'merge','jetty','pier','','{'),
  (3,'rename','dock','nowhere','',null),
  (4,'archive','lamp','lamp','','{"archive_origin":"deleted","previous_category_slug":"places"}');
insert into characters values(1,'mira','Mira Vale','Keeps the light.',1),(2,'mira_2','Mira Vale',null,0);
insert into entry_character_turns values(1,'e-1',4,1,'assistant','M.'),(2,'e-1',2,2,'assistant',null),
  (3,'e-2',1,9,'user',null);
insert into system_prompt_templates values(1,'night','Night','It is night.',null,1),(2,'old','Old','Once.','x',0);
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    """Return a connection to a database like those of RoleThread 1.0, as the program itself has it open."""
    opened = apsw.Connection(str(tmp_path / "rolethread.db"))
    opened.execute(TABLES + ROWS)
    yield opened
    opened.close()


@pytest.fixture
def path(connection: apsw.Connection, tmp_path: Path) -> Path:
    """Return where that database is."""
    del connection
    return tmp_path / "rolethread.db"


def test_it_says_everything_it_knows(path: Path) -> None:
    registry = read_database(path)
    library = registry.library
    assert library.categories == (
        Category(key="places", name="Places", place=3),
        Category(key="unsorted", name="Unsorted", place=9),
    )
    assert library.tags == (
        Tag(key="pier", name="pier", category="places", place=1),
        Tag(key="gull", name="gull", category="unsorted", is_archived=True),
        Tag(key="lamp", name="lamp", category="places", is_archived=True),
        Tag(key="rope", name="rope", is_archived=True),
    )
    assert library.aliases == (
        Alias(kind=AliasKind.CHARACTER, name="M.", target="mira"),
        Alias(kind=AliasKind.TAG, name="jetty", target="pier"),
        Alias(kind=AliasKind.TAG, name="quay", target="pier"),
    )
    assert library.characters == (
        Character(key="mira", name="Mira Vale", description="Keeps the light."),
        Character(key="mira_2", name="Mira Vale (mira_2)", is_active=False),
    )
    assert library.prompts == (
        SystemPrompt(key="night", name="Night", text="It is night."),
        SystemPrompt(key="old", name="Old", text="Once.", description="x", is_active=False),
    )
    assert dict(registry.turns) == {
        "e-1": (
            MappedTurn(place=2, character="mira_2", role="assistant", label=None),
            MappedTurn(place=4, character="mira", role="assistant", label="M."),
        )
    }
    assert registry.left_out == (
        "row 3 of 'entry_character_turns', whose character is gone",
        "the name 'Mira Vale' of a second character, which is now 'Mira Vale (mira_2)'",
        "the alias 'dock', which leads to no tag",
    )


def test_reading_writes_nothing_and_leaves_nothing_beside_it(path: Path, connection: apsw.Connection) -> None:
    connection.close()
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    path.chmod(0o400)
    read_database(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [item.name for item in path.parent.iterdir()] == ["rolethread.db"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_it_is_read_as_it_stands_while_its_owner_writes(path: Path, connection: apsw.Connection, mode: str) -> None:
    connection.execute(f"pragma journal_mode={mode}").fetchall()
    connection.execute("begin immediate; insert into characters values(7,'orsk','Orsk',null,1)")
    assert "orsk" not in read_database(path).names
    connection.execute("commit")
    assert read_database(path).names["orsk"] == "Orsk"


def test_a_closed_write_ahead_log_leaves_nothing_to_make(path: Path, connection: apsw.Connection) -> None:
    connection.execute("pragma journal_mode=wal").fetchall()
    connection.close()
    assert len(read_database(path).library.tags) == 4
    assert [item.name for item in path.parent.iterdir()] == ["rolethread.db"]


@pytest.mark.parametrize(
    ("statement", "left_out", "sizes"),
    [
        ("drop table tags", "the table 'tags', which is missing or has other columns", (2, 0, 2, 2)),
        ("drop table tag_categories", "the table 'tag_categories'", (0, 4, 2, 2)),
        ("drop table characters", "the table 'characters'", (2, 4, 0, 2)),
        (
            "alter table system_prompt_templates drop column content",
            "the table 'system_prompt_templates'",
            (2, 4, 2, 0),
        ),
        ("update tags set slug=null where id=1", "row 1 of 'tags', which lacks slug", (2, 3, 2, 2)),
        ("update characters set slug=x'07' where id=1", "row 1 of 'characters', which lacks slug", (2, 4, 1, 2)),
        ("insert into tags select 9,1,'Pier','pier',1,1,0,'active'", "a second tag with the slug 'pier'", (2, 4, 2, 2)),
    ],
)
def test_what_is_missing_is_named_and_the_rest_is_used(
    path: Path, connection: apsw.Connection, statement: str, left_out: str, sizes: tuple[int, ...]
) -> None:
    connection.execute(statement)
    registry = read_database(path)
    library = registry.library
    assert [said for said in registry.left_out if said.startswith(left_out)] != []
    assert tuple(map(len, (library.categories, library.tags, library.characters, library.prompts))) == sizes


@pytest.mark.parametrize(
    "statement",
    [
        "alter table tags drop column status",
        "alter table tags drop column sort_order",
        "alter table characters drop column description",
        "alter table characters drop column display_name",
        "alter table entry_character_turns drop column source_role_label",
        "alter table tag_lifecycle_metadata drop column metadata_json",
        "update tag_lifecycle_metadata set metadata_json='[1]'",
        "update tag_categories set sort_order='first'",
    ],
)
def test_a_column_that_is_missing_or_odd_takes_nothing_else_along(
    path: Path, connection: apsw.Connection, statement: str
) -> None:
    before = read_database(path)
    connection.execute(statement)
    after = read_database(path)
    assert {item.key for item in after.library.characters} == {item.key for item in before.library.characters}
    assert {category.key for category in after.library.categories} == {"places", "unsorted"}
    assert after.turns.keys() == before.turns.keys()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a database at all", "it is no SQLite database"),
        (b"", "it has none of its tables"),
        (b"SQLite format 3\x00" + bytes(84), "it is no SQLite database"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_database(other)
    assert caught.value.what == f"cannot be read as the database of RoleThread 1.0: {reason}."
    assert caught.value.where == str(other)
    assert caught.value.advice == "Give the file called rolethread.db from the folder of RoleThread 1.0."


def test_places_without_a_file_are_refused(tmp_path: Path) -> None:
    for other in (tmp_path, tmp_path / "none.db", tmp_path / "no" / "folder.db"):
        with pytest.raises(UnreadableInput):
            read_database(other)


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    opened = apsw.Connection(str(other))
    opened.execute("create table tags(id, slug)")
    opened.close()
    with pytest.raises(UnreadableInput, match="it has none of its tables"):
        read_database(other)


def test_a_name_with_signs_of_an_address_is_found(path: Path, connection: apsw.Connection) -> None:
    connection.close()
    odd = path.rename(path.with_name("a %20?#&mode=memory.db"))
    assert "mira" in read_database(odd).names


def test_text_that_is_no_utf8_is_refused_in_words(path: Path, connection: apsw.Connection) -> None:
    connection.execute("update characters set display_name=cast(x'ff' as text) where id=1")
    with pytest.raises(UnreadableInput, match="a text in it is not UTF-8"):
        read_database(path)
