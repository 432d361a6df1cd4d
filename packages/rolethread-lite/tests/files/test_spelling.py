"""A line is spelled like another one without changing what it says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.files.spelling import respell

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
STYLES = [
    {"separators": (",", ":"), "ensure_ascii": False},
    {"ensure_ascii": False},
    {"indent": 2, "ensure_ascii": False},
    {"indent": 4, "ensure_ascii": False},
    {"indent": "\t", "ensure_ascii": False},
]
MODEL = {"a": [1, {"b": "x"}], "c": "y: z, w"}


@pytest.mark.parametrize("style", STYLES, ids=str)
@given(value=VALUES)
def test_a_line_is_spelled_as_the_writer_of_the_original_would(style: dict[str, object], value: object) -> None:
    line = json.dumps({"k": value, "m": [value, 1]}, separators=(",", ":"), ensure_ascii=False).encode()
    like = json.dumps(MODEL, **style).encode()
    assert respell(line, like=like) == json.dumps({"k": value, "m": [value, 1]}, **style).encode()


def test_escapes_are_kept_where_the_original_has_them() -> None:
    like = json.dumps({"a": "caf\u00e9"}).encode()
    line = '{"a":"\u00fcber \U0001f56f"}'.encode()
    assert respell(line, like=like) == b'{"a": "\\u00fcber \\ud83d\\udd6f"}'


def test_indentation_inside_a_list_is_kept() -> None:
    like = b'{\n    "a": 1,\n    "b": [\n      2\n    ]\n  }'
    assert respell(b'{"a":3}', like=like) == b'{\n    "a": 3\n  }'
