"""The Web API with failures on demand, for several workspaces of one app, and with tokens that have gone."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.api.call import Method
from bot.sandbox.api.web_api import RESPONSE_URL, WebApi, arguments, bearer
from bot.sandbox.state.errors import SlackError
from tests.stand_in.faults import Fault
from tests.stand_in.installing import oauth_routes
from tests.stand_in.methods import ALL_METHODS
from tests.stand_in.platform import WholePlatform

CUT_CONNECTION = "sandbox.cut"  # the scope entry under which the server leaves a way to drop the connection


class FaultyApi(WebApi):
    def __init__(self, platform: WholePlatform) -> None:
        super().__init__(platform, ALL_METHODS)
        self._whole = platform

    def routes(self) -> list[Route]:
        return [*oauth_routes(self._whole), *super().routes()]

    async def _api(self, request: Request) -> Response:
        """By the workspace whose token it is."""
        token = bearer(request.headers.get("authorization"))
        asked = next((each for each in self._whole.teams if token == each.bot_token), self._whole)
        return await FaultyApi(asked)._answered(request)

    async def _answered(self, request: Request) -> Response:
        name = request.path_params["method"]
        fault = self._whole.faults.take(name)
        if fault is not None and fault.kind == "hang":
            return await _never(request)
        if fault is not None and fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        if error := _trouble(fault):
            return self.refused(name, error, await arguments(request))
        answered = await super()._api(request)
        if fault is not None and fault.kind == "lose_reply" and json.loads(bytes(answered.body))["ok"]:
            request.scope[CUT_CONNECTION]()
            return await _never(request)
        return answered

    def _check_token(self, method: Method, token: str | None) -> None:
        if not (method.token == "bot" and token in self._whole.step_tokens):
            super()._check_token(method, token)
        if self._whole.token_error is not None:
            raise SlackError(self._whole.token_error)

    async def _response_url(self, request: Request) -> Response:
        if error := _trouble(self._whole.faults.take(RESPONSE_URL)):
            self._whole.workspace.refuse(RESPONSE_URL, error.error, (), await arguments(request))
            status = 400 if error.status == 200 else error.status
            return JSONResponse({"ok": False, "error": error.error}, status_code=status)
        return await super()._response_url(request)

    async def _upload(self, request: Request) -> Response:
        if self._whole.faults.take("upload") is not None:
            return PlainTextResponse("try again", status_code=500)
        return await super()._upload(request)


def _trouble(fault: Fault | None) -> SlackError | None:
    """The faults that answer instead of doing anything."""
    match fault:
        case Fault(kind="ratelimited"):
            return SlackError("ratelimited", status=429, retry_after=fault.retry_after)
        case Fault(kind="server_error"):
            return SlackError("internal_error", status=500)
        case Fault(kind="unavailable"):
            return SlackError("service_unavailable", status=503)
        case Fault(kind="error"):
            return SlackError(fault.code)
    return None


async def _never(request: Request) -> Response:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=499)
