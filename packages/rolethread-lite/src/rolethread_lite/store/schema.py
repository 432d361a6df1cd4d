"""The tables of a workspace, and how an older workspace is brought up to them.

Truth is what the owner made: it is recorded step by step, so that every step can be taken back. Everything
derived follows from it and may be dropped and made anew. Positions have gaps, and their index is not unique:
a unique one makes taking back a reordering quadratic.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

from rolethread_lite.errors import WorkspaceUnusable
from rolethread_lite.store.connection import transaction
from rolethread_lite.store.items import ITEM_TABLES

APPLICATION_ID = 0x526F5468
"""Marks the file as a RoleThread workspace: the letters RoTh."""

_FIRST_VERSION = """
create table meta(name text primary key, value text not null) strict, without rowid;

create table dataset(
  id integer primary key, uid blob not null, name text not null, removed integer not null default 0) strict;
create table entry(
  id integer primary key autoincrement, dataset integer not null, pos integer not null, uid blob not null,
  hash blob not null, kind integer not null, tags text, hole integer not null, note text,
  source integer, line integer) strict;
create table body(id integer primary key, raw blob not null) strict;
create index entry_pos on entry(dataset, pos);
create index entry_uid on entry(uid);
create index entry_record on entry(dataset) where kind=1;

create table source(
  id integer primary key, digest blob not null, name text not null, size integer not null,
  facts text not null, kept integer not null) strict;
create index source_digest on source(digest);
create table load(id integer primary key, beat integer not null) strict;

create table history(
  seq integer primary key, at integer not null, label text not null, operation text not null,
  schema integer not null, state integer not null default 0, key text, touched blob not null,
  change blob not null) strict;
create unique index history_key on history(key) where key is not null;
create index history_undone on history(seq) where state=1;

create table touch(id integer primary key, rev integer not null) strict;
create index touch_rev on touch(rev);
create table moved(dataset integer primary key, rev integer not null) strict;
create table disk(
  dataset integer primary key, path text not null, rev integer not null, size integer not null,
  mtime_ns integer not null, digest blob not null, pending blob not null) strict;

create table finding_code(id integer primary key, name text not null unique) strict;
create table finding(
  code integer not null, entry integer not null, severity integer not null, number integer not null,
  primary key(code, entry)) strict, without rowid;
create index finding_entry on finding(entry);
create table tag_name(id integer primary key, name text not null unique) strict;
create table entry_tag(
  tag integer not null, entry integer not null, primary key(tag, entry)) strict, without rowid;
create index entry_tag_entry on entry_tag(entry);
create table speaker_name(id integer primary key, name text not null unique) strict;
create table entry_speaker(
  speaker integer not null, entry integer not null, turns integer not null,
  primary key(speaker, entry)) strict, without rowid;
create index entry_speaker_entry on entry_speaker(entry);
create table prompt_text(id integer primary key, digest blob not null unique, text text not null) strict;
"""

_LIBRARY = """
create table category(
  key text not null primary key, name text not null, description text not null, colour text not null,
  place integer not null) strict;
create table tag(
  key text not null primary key, name text not null, category text not null, description text not null,
  colour text not null, place integer not null, is_archived integer not null) strict;
create table alias(
  kind text not null, name text not null, target text not null, primary key(kind, name)) strict;
create table character(
  key text not null primary key, name text not null, description text not null, is_active integer not null,
  card text not null, avatar text not null) strict;
create table system_prompt(
  key text not null primary key, name text not null, text text not null, description text not null,
  is_active integer not null, version integer not null) strict;
create table prompt_version(
  prompt text not null, version integer not null, text text not null, primary key(prompt, version)) strict;
create table setting(name text not null primary key, value text not null) strict;
create index tag_by_name on tag(name);
create index character_by_name on character(name);

create table avatar(digest text not null primary key, content blob not null) strict;

alter table disk add column sidecar blob not null default x'';
alter table disk add column library integer not null default 0;
"""

TRUTH = ("dataset", "entry", "body", *ITEM_TABLES)
"""The tables whose changes are recorded and can be taken back."""


def _first_version(connection: apsw.Connection) -> None:
    run_script(connection, _FIRST_VERSION)


def _library(connection: apsw.Connection) -> None:
    run_script(connection, _LIBRARY)


MIGRATIONS: Sequence[Callable[[apsw.Connection], None]] = (_first_version, _library)
"""One function for each version; a workspace of version n lacks those from index n on.

A migration that drops a column must also clear the history: an older step would then silently change nothing.
"""
VERSION = len(MIGRATIONS)


def run_script(connection: apsw.Connection, script: str) -> None:
    """Run statements one by one; several in one call would stop at the first that returns rows."""
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement).fetchall()


def version_of(connection: apsw.Connection) -> int:
    """Return the schema version of the open file; 0 is an empty one."""
    return int(connection.execute("pragma user_version").get)


def bring_up_to_date(
    connection: apsw.Connection, path: Path, *, migrations: Sequence[Callable[[apsw.Connection], None]] = MIGRATIONS
) -> None:
    """Create or migrate the tables; an existing file is copied beside itself first.

    Raises WorkspaceUnusable for a file of a newer version, or of another program.
    """
    found = version_of(connection)
    if found == len(migrations):
        return
    _refuse_foreign(connection, path, found, len(migrations))
    if found:
        _back_up(connection, path, found)
    with transaction(connection):
        for migrate in migrations[version_of(connection) :]:
            migrate(connection)
        connection.execute(f"pragma application_id={APPLICATION_ID}").fetchall()
        connection.execute(f"pragma user_version={len(migrations)}").fetchall()


def refuse_other_programs(path: Path) -> None:
    """Raise WorkspaceUnusable for a file of another program, before anything in it is touched.

    A workspace is in WAL mode from its first byte on; what it is marked with may still be in its log.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return  # missing, or not to be read: opening it says so
    if not header:
        return
    application = int.from_bytes(header[_APPLICATION], "big")
    is_workspace = application == APPLICATION_ID or (not application and header[_WRITE_VERSION] == _WAL)
    if not header.startswith(_MAGIC) or not is_workspace:
        raise _other_program(path)


_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION = slice(68, 72)
_WRITE_VERSION = slice(18, 19)
_WAL = b"\2"


def _other_program(path: Path) -> WorkspaceUnusable:
    return WorkspaceUnusable(
        "the file belongs to another program", where=str(path), advice="Choose another folder with --workspace."
    )


def _refuse_foreign(connection: apsw.Connection, path: Path, found: int, known: int) -> None:
    application = connection.execute("pragma application_id").get
    tables = connection.execute("select count(*) from sqlite_schema").get
    if application not in (0, APPLICATION_ID) or (application == 0 and tables):
        raise _other_program(path)
    if found > known:
        raise WorkspaceUnusable(
            f"the workspace was written by a newer RoleThread (its version {found}, known here {known})",
            where=str(path),
            advice="Update RoleThread, or choose another folder with --workspace.",
        )


def _back_up(connection: apsw.Connection, path: Path, version: int) -> Path:
    """Copy the whole database beside itself before its tables change."""
    copy = path.with_name(f"{path.stem}.before-version-{version + 1}{path.suffix}")
    copy.unlink(missing_ok=True)
    connection.execute("vacuum into ?", (str(copy),)).fetchall()
    return copy
