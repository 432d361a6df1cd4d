"""Keeps everybody else out: only this machine, only the browser that was given the key, only pages of ours.

Another page in the same browser can send requests to any port of this machine, and a name on the network can be
made to point at it. So the host must be one of ours, the browser must hold the key of this launch, and what changes
something must come from a page that we served.
"""

import hmac
from collections.abc import Mapping
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""What every answer carries."""
LARGEST_FORM = 64 << 20
"""Bytes of a request that is no upload of files: an entry with the largest context there is fits many times."""
LARGEST_UPLOAD = 16 << 30
"""Bytes of an upload; it goes to the disk, not into memory."""
UPLOADS = "/import"
"""Where files may be sent to."""
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_SAME = frozenset(("same-origin", "none"))


class Guard:
    """The outermost layer of the app; nothing behind it sees a request that should not have come."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        """Guard an app that listens at `port`; `token` is the key of this launch."""
        self._app = app
        self._token = token
        self._cookie = f"rolethread_{port}"
        self._hosts = frozenset(f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what must be refused, and pass on the rest with the headers every answer carries."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
            return

        async def _send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if refusal is not None:
            await refusal(scope, receive, _send)
            return
        await self._app(scope, _bounded(scope, receive), _send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that goes no further, None for one that does."""
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("Unknown host.", 421)
        if scope["path"].startswith("/static/"):
            return None
        query = QueryParams(scope.get("query_string", b""))
        if "token" in query:
            return self._let_in(scope, query)
        if not self._has_key(headers):
            return PlainTextResponse("Open RoleThread from the address that it printed when it started.", 401)
        return None if scope.get("method") in _SAFE else self._refusal_of_write(headers)

    def _let_in(self, scope: Scope, query: QueryParams) -> Response:
        """Give the browser that opened the printed address a cookie, and take the key out of the address."""
        if scope.get("method") != "GET" or not self._is_key(query["token"]):
            return PlainTextResponse("This key is not valid any more: open the address that was printed last.", 401)
        rest = QueryParams([(name, value) for name, value in query.multi_items() if name != "token"])
        answer = RedirectResponse(f"{scope['path']}?{rest}".rstrip("?"), 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer

    def _has_key(self, headers: Headers) -> bool:
        jar = SimpleCookie(headers.get("cookie", ""))
        return self._cookie in jar and self._is_key(jar[self._cookie].value)

    def _is_key(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _refusal_of_write(self, headers: Headers) -> Response | None:
        if headers.get("sec-fetch-site", "same-origin") not in _SAME:
            return PlainTextResponse("Refused: the request came from another site.", 403)
        origin = headers.get("origin")
        if origin is not None and origin.lower().removeprefix("http://") not in self._hosts:
            return PlainTextResponse("Refused: the request came from another page.", 403)
        return None


class TooLarge(Exception):
    """A request is larger than anything a page of ours sends."""


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Return a `receive` that raises TooLarge once a request has sent more than it may."""
    most = LARGEST_UPLOAD if scope["path"].startswith(UPLOADS) else LARGEST_FORM
    seen = 0

    async def _receive() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return _receive
