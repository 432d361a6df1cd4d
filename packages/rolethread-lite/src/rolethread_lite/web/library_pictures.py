"""Serves the pictures of characters: what their first bytes say they are, and nothing that a browser could run."""

from starlette.requests import Request
from starlette.responses import Response

from rolethread_lite.web.rendering import workspace_of

_UNKNOWN = "application/octet-stream"
_FOR_EVER = "private, max-age=31536000, immutable"
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(content: bytes) -> str:
    """Return what kind of picture bytes are, as browsers name it; empty for anything they are not shown as."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), "")


def show_picture(request: Request) -> Response:
    """Answer with a picture; one of a kind that is not shown is given as a file."""
    with workspace_of(request).view() as view:
        content = view.avatar(str(request.path_params["digest"])).content
    kind = picture_type(content)
    headers = {"cache-control": _FOR_EVER, "x-content-type-options": "nosniff"}
    if not kind:
        headers["content-disposition"] = 'attachment; filename="picture"'
    return Response(content, media_type=kind or _UNKNOWN, headers=headers)
