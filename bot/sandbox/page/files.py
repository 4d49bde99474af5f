"""The page in front of the stand-in: its files, what it offers, and uploaded files to download."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import to_builtins
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.state.platform import Platform
from bot.sandbox.state.seed import GENERAL, SATO

FILES = Path(__file__).parent / "static"
MENU = ("commands", "shortcuts", "message_shortcuts")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing from any other machine, and no script or style that came in with data."""


def pages(examples: Sequence[str] = (), whole: Sequence[str] = ()) -> list[BaseRoute]:
    """For `Slack(pages=…)`, which leaves its platform in the application's state.

    `examples`: questions to begin with. `whole`: words of several parts that stay on one line.
    """
    mimetypes.add_type("text/javascript", ".js")  # a Windows registry may say text/plain: no module would load

    def show_menu(request: Request) -> Response:
        """What the app's manifest declares; `viewer` and `channel` are who one is and where one stands at first."""
        platform: Platform = request.app.state.platform
        offered = {name: value for name, value in to_builtins(platform.app).items() if name in MENU}
        return JSONResponse(
            {**offered, "examples": list(examples), "whole": list(whole), "viewer": SATO, "channel": GENERAL}
        )

    return [
        Route("/", _index, methods=["GET"]),
        Mount("/page", StaticFiles(directory=FILES)),
        Route("/sandbox/menu", show_menu, methods=["GET"]),
        Route("/sandbox/files/{file_id}", _file, methods=["GET"]),
    ]


def _index(request: Request) -> Response:
    headers = {"content-security-policy": POLICY, "referrer-policy": "no-referrer", "cache-control": "no-store"}
    return FileResponse(FILES / "index.html", headers=headers)


def _file(request: Request) -> Response:
    """`?viewer=U…` must be in a channel that the file was shared in. Always a download, never a page."""
    platform: Platform = request.app.state.platform
    with platform.workspace.lock:
        upload = platform.workspace.uploads.get(request.path_params["file_id"])
        viewer, channels = request.query_params.get("viewer", ""), platform.workspace.channels
        if upload is None or not any(viewer in channels[channel].members for channel in upload.channels):
            return PlainTextResponse("file_not_found", status_code=404)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(upload.name)}"}
    return Response(upload.content, media_type="application/octet-stream", headers=headers)
