"""The HTTP doors that an app uses: /api/METHOD, /response/ID, /upload/ID."""

import json
from collections.abc import Mapping
from email.utils import formatdate
from urllib.parse import parse_qsl

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.api.call import Call, Method
from bot.sandbox.api.methods import METHODS
from bot.sandbox.events.posting import answer
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject

FORM = "application/x-www-form-urlencoded"
RESPONSE_URL = "response_url"


async def arguments(request: Request) -> JsonObject:
    """From the query, a form or a JSON body, as Slack takes them. The body wins."""
    args: JsonObject = dict(request.query_params)
    body, kind = await request.body(), request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        sent = json.loads(body or b"{}")
        if not isinstance(sent, dict):
            raise SlackError("json_not_object")
        return args | sent
    if kind.startswith(FORM):
        return args | dict(parse_qsl(body.decode(), keep_blank_values=True))
    if body:
        raise SlackError("invalid_post_type")
    return args


class WebApi:
    """Answers every method of the table, and what is not in it, as Slack answers."""

    def __init__(self, platform: Platform, methods: Mapping[str, Method] = METHODS) -> None:
        self._platform, self._methods = platform, methods

    def routes(self) -> list[Route]:
        return [
            Route("/api/{method}", self._api, methods=["GET", "POST"]),
            Route("/response/{url_id}", self._response_url, methods=["POST"]),
            Route("/upload/{file_id}", self._upload, methods=["POST"]),
        ]

    async def _api(self, request: Request) -> Response:
        name = request.path_params["method"]
        args: JsonObject = {}
        try:
            args = await arguments(request)
            answered = self._run(name, args, request.headers.get("authorization"))
        except json.JSONDecodeError:
            return self.refused(name, SlackError("invalid_json"), {})
        except SlackError as error:
            return self.refused(name, error, args)
        return JSONResponse({"ok": True, **answered}, headers=self._headers())

    def _run(self, name: str, args: JsonObject, authorization: str | None) -> JsonObject:
        method = self._methods.get(name)
        if method is None:
            raise SlackError("unknown_method")
        with self._platform.workspace.lock:
            self._check_token(method, args.pop("token", None) or bearer(authorization))
            call = Call(method=name, args=args, platform=self._platform)
            if method.scopes:
                call.need(*method.scopes)
            return method.run(call)

    def _check_token(self, method: Method, token: str | None) -> None:
        if token is None:
            raise SlackError("not_authed")
        wanted = self._platform.app_token if method.token == "app" else self._platform.bot_token
        if token in (self._platform.app_token, self._platform.bot_token) and token != wanted:
            raise SlackError("not_allowed_token_type")
        if token != wanted:
            raise SlackError("invalid_auth")

    def _headers(self) -> dict[str, str]:
        date = formatdate(self._platform.clock.now(), usegmt=True)
        scopes = ",".join(sorted(self._platform.scopes))
        return {"date": date, "x-oauth-scopes": scopes, "x-slack-req-id": "sandbox"}

    def refused(self, name: str, error: SlackError, args: JsonObject) -> Response:
        body: JsonObject = {"ok": False, "error": error.error}
        if error.messages:
            body["response_metadata"] = {"messages": list(error.messages)}
        details = error.messages
        if error.needed is not None:
            provided = ",".join(sorted(self._platform.scopes))
            body |= {"needed": error.needed, "provided": provided}
            details = (f"needed: {error.needed}", f"provided: {provided}")
        self._platform.workspace.refuse(name, error.error, details, args)
        retry = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
        return JSONResponse(body, status_code=error.status, headers={**self._headers(), **retry})

    async def _response_url(self, request: Request) -> Response:
        body: JsonObject = {}
        try:
            body = await arguments(request)
            with self._platform.workspace.lock:
                url = self._platform.once.use_response_url(request.path_params["url_id"])
                answer(self._platform, url, body)
        except SlackError as error:
            self._platform.workspace.refuse(RESPONSE_URL, error.error, error.messages, body)
            status = 400 if error.status == 200 else error.status
            return JSONResponse({"ok": False, "error": error.error}, status_code=status)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        content, file_id = await request.body(), request.path_params["file_id"]
        with self._platform.workspace.lock:
            upload = self._platform.workspace.uploads.get(file_id)
            if upload is None or upload.is_shared or len(content) != upload.length:
                details = (f"{len(content)} bytes",)
                self._platform.workspace.refuse("upload", "invalid_upload", details, {"file": file_id})
                return PlainTextResponse("invalid upload", status_code=400)
            self._platform.workspace.put(replace(upload, content=content))
        return PlainTextResponse(f"OK - {len(content)}")


def bearer(authorization: str | None) -> str | None:
    head, _, token = (authorization or "").partition(" ")
    return token if head.lower() == "bearer" and token else None
