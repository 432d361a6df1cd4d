"""Two files are compared by what they hold, with the lines where it stands."""

from collections.abc import Callable

from rolethread_lite.files.compare import compare_files
from rolethread_lite.files.spots import Spot

A = b'{"messages":[{"role":"user","content":"Is it late?"},{"role":"assistant","content":"Almost."}]}'
B = b'{"messages":[{"role":"user","content":"Who sings?"},{"role":"assistant","content":"The kettle."}]}'


def test_equal_files_have_no_difference(reader: Callable) -> None:
    assert compare_files(reader(A + b"\n[1]", "1"), reader(A + b"\n[1]", "2")).is_empty


def test_a_changed_entry_is_found_at_its_line(reader: Callable) -> None:
    found = compare_files(reader(A + b"\n\n" + B, "1"), reader(B.replace(b"kettle", b"stove") + b"\n" + A, "2"))
    (change,) = found.difference.changed
    assert found.old[change.before] == Spot(file="1", line=3)
    assert found.new[change.after] == Spot(file="2", line=1)


def test_records_are_compared_too(reader: Callable) -> None:
    found = compare_files(reader(A + b"\n[1]\n[1]\n[2]", "1"), reader(b"[1]\n" + A + b"\n[3]", "2"))
    assert [(spot.line, record.raw) for spot, record in found.records_removed] == [(3, b"[1]"), (4, b"[2]")]
    assert [(spot.line, record.raw) for spot, record in found.records_added] == [(3, b"[3]")]
    assert not found.is_empty
