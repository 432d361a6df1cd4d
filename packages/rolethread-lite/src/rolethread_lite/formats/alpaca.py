"""Alpaca: one object a line, `{"instruction": …, "input": …, "output": …}`.

The user says the instruction, and on a new line the input; where one ends and the other begins is kept
as long as the text is not edited. `output` may be called `response`; `system` is the leading system
message, and `history` holds earlier exchanges as pairs of texts.
"""

from collections.abc import Iterator

from rolethread_lite.formats.exchanges import ExchangeKeys, is_plain_row, read_exchanges, write_exchanges
from rolethread_lite.formats.format import Format
from rolethread_lite.formats.layout import is_left
from rolethread_lite.formats.lost import name_lost
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, Members, has_member, split_members

_OUTPUT = ExchangeKeys(prompt="instruction", second="input", answer="output")
_RESPONSE = ExchangeKeys(prompt="instruction", second="input", answer="response")


def recognises(members: Members) -> bool:
    """Tell whether the object has an instruction and one answer to it."""
    has_answer = has_member(members, "output") or has_member(members, "response")
    return has_answer and has_member(members, "instruction") and is_plain_row(members)


def read(members: Members) -> Entry:
    """Return the entry; raises NotAnEntry when instruction or answer is no text, or the history no pairs."""
    return read_exchanges(members, keys=_OUTPUT if has_member(members, "output") else _RESPONSE)


def write(entry: Entry) -> JsonText:
    """Return the entry as one line: the last exchange as instruction and output, those before it as history."""
    is_new = not is_left(entry, _OUTPUT.prompt)
    says_response = not is_new and not is_left(entry, _OUTPUT.answer) and is_left(entry, _RESPONSE.answer)
    return write_exchanges(entry, keys=_RESPONSE if says_response else _OUTPUT, is_new=is_new)


def losses(entry: Entry) -> Iterator[str]:
    """Name what is not one system prompt followed by texts of user and assistant in turn."""
    yield from name_lost(entry, again=read(split_members(write(entry))))


FORMAT = Format(
    name="alpaca",
    title="Alpaca",
    precedence=70,
    recognises=recognises,
    read=read,
    write=write,
    losses=losses,
)
