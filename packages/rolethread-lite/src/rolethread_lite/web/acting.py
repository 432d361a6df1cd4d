"""Does what a form asks for: reads it, runs it away from the event loop, and answers."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from rolethread_lite.errors import InvalidValue

_MOST_FIELDS = 20_000
_LARGEST_FIELD = 64 << 20

Endpoint = Callable[[Request], Awaitable[Response]]
"""What a route calls."""


class Form:
    """The fields of a form, as texts; line ends are those of the datasets."""

    def __init__(self, fields: FormData) -> None:
        """Read from `fields`."""
        self._fields = fields

    def text(self, name: str, default: str = "") -> str:
        """Return a field, `default` when it was not sent."""
        value = self._fields.get(name)
        return normalised(value) if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every field of that name, in order."""
        return tuple(normalised(value) for value in self._fields.getlist(name) if isinstance(value, str))

    def number(self, name: str, default: int = 0) -> int:
        """Return a field that holds a whole number; raises InvalidValue for anything else."""
        text = self.text(name)
        if not text:
            return default
        try:
            return int(text)
        except ValueError as fault:
            raise InvalidValue(f"{text!r} is no whole number", where=name, advice="Give a whole number.") from fault

    def has(self, name: str) -> bool:
        """Tell whether a box is ticked or a button was pressed."""
        return name in self._fields

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return every field that is a text, with its name, in order."""
        return tuple((name, normalised(value)) for name, value in self._fields.multi_items() if isinstance(value, str))

    def files(self, name: str) -> tuple[UploadFile, ...]:
        """Return the files of a field."""
        return tuple(value for value in self._fields.getlist(name) if isinstance(value, UploadFile))


def posted(act: Callable[[Request, Form], Response]) -> Endpoint:
    """Return an endpoint that reads the form and acts in a thread of its own."""

    async def _endpoint(request: Request) -> Response:
        async with request.form(max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD) as fields:
            return await run_in_threadpool(act, request, Form(fields))

    return _endpoint


def normalised(text: str) -> str:
    """Return a text of a form with the line ends it had before a browser changed them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
