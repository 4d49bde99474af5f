"""How a workspace installs the app: Slack's page that asks for it, and oauth.v2.access."""

import html
from base64 import b64decode
from secrets import token_hex
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.state.platform import new_bot_token
from bot.sandbox.state.records import JsonObject
from bot.sandbox.state.seed import SATO
from tests.stand_in.platform import Grant, WholePlatform


def oauth_routes(platform: WholePlatform) -> list[Route]:
    """`/oauth/v2/authorize?client_id=…&scope=…&state=…`; with `team`, or `organisation`, somebody has agreed."""

    async def authorize(request: Request) -> Response:
        asked = request.query_params
        scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
        if asked.get("client_id") != platform.client_id:
            return PlainTextResponse("invalid_client_id", status_code=400)
        if not scopes or scopes - {*platform.app.scopes}:
            return PlainTextResponse("invalid_scope", status_code=400)
        chosen = next((each for each in platform.teams if asked.get("team") == each.team_id), None)
        if chosen is None:
            return HTMLResponse(_page(request, platform))
        code = token_hex(16)
        platform.grants[code] = Grant(platform=chosen, scopes=scopes, is_of_all="organisation" in asked)
        back = {"code": code, "state": asked.get("state", "")}
        return RedirectResponse(f"{asked.get('redirect_uri') or platform.redirect_url}?{urlencode(back)}", 302)

    async def access(request: Request) -> Response:
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if _credentials(request) != (platform.client_id, platform.client_secret):
            return JSONResponse({"ok": False, "error": "bad_client_secret"})
        grant = platform.grants.pop(sent.get("code", ""), None)
        if grant is None:
            return JSONResponse({"ok": False, "error": "invalid_code"})
        return JSONResponse(_installed(grant))

    return [
        Route("/oauth/v2/authorize", authorize, methods=["GET"]),
        Route("/api/oauth.v2.access", access, methods=["POST"]),
    ]


def _page(request: Request, platform: WholePlatform) -> str:
    links = "".join(
        f'<p><a href="{html.escape(str(request.url.include_query_params(team=each.team_id)))}">'
        f"{html.escape(each.team_name)}に追加することを許可する</a></p>"
        for each in platform.teams
    )
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>アプリの追加</title><body>{links}</body></html>'
    )


def _credentials(request: Request) -> tuple[str, str]:
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    name, _, secret = b64decode(told).decode().partition(":") if kind == "Basic" else ("", "", "")
    return name, secret


def _installed(grant: Grant) -> JsonObject:
    """The same token for as long as the app stays installed."""
    there = grant.platform
    with there.workspace.lock:
        if there.token_error is not None:
            there.bot_token, there.token_error = new_bot_token(), None
        there.scopes.clear()
        there.scopes.update(grant.scopes)
        team = None if grant.is_of_all else {"id": there.team_id, "name": there.team_name}
        return {
            "ok": True,
            "access_token": there.bot_token,
            "token_type": "bot",
            "scope": ",".join(sorted(grant.scopes)),
            "bot_user_id": there.workspace.bot_user,
            "app_id": there.workspace.app_id,
            "team": team,
            "enterprise": {"id": "E0SANDBOX", "name": "体験用の組織"} if grant.is_of_all else None,
            "is_enterprise_install": grant.is_of_all,
            "authed_user": {"id": SATO},
        }
