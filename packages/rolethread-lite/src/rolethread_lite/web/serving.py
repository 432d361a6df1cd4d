"""Serves the app on this machine alone, at an address with the key of this launch."""

import secrets
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"
_TOKEN_BYTES = 32
_TURN_SECONDS = 0.0005
"""How long one thread works while others wait. An answer asks the database many times and waits for its turn each time:
with Python's usual 5 ms, saving takes twice as long while a snapshot of a million entries is made in the background."""


def new_token() -> str:
    """Return the key of a launch: 32 random bytes."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def listen(port: int = 0) -> socket.socket:
    """Return a socket that listens on this machine's loopback, at a free port unless one is named."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    return listener


def port_of(listener: socket.socket) -> int:
    """Return the port at which a socket listens."""
    return int(listener.getsockname()[1])


def address_of(port: int, *, token: str) -> str:
    """Return the address that opens the app, key included."""
    return f"http://{LOOPBACK}:{port}/?token={token}"


def serve(app: ASGIApp, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until the process is told to stop; `ready` is called once pages can be asked for."""
    sys.setswitchinterval(_TURN_SECONDS)
    config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none", server_header=False, access_log=False)
    _Server(config, ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, then say so."""
        await super().startup(sockets)
        self._ready()
