"""The two pages by which a workspace installs the app: Bolt's OAuth flow, in Japanese.

flow = install_flow(settings, server)
routes = install_routes(flow)        # /slack/install and /slack/oauth_redirect
"""

import html
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth.installation_store import Installation
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from bot.app.services import web_client
from bot.config.slack_settings import SlackSettings
from bot.slack import LOST
from bot.slack.installations import Installations, States
from knowledge.model import KnowledgeError
from knowledge.storage.server import Server

log = logging.getLogger(__name__)

PAGE_TITLE = "戦略ボットの追加"
ASK_FOR_IT = (
    "Slack のワークスペースに、戦略ボットを追加します。追加には、ワークスペースの管理者の許可が要ることがあります。"
)
ADD_IT = "Slack に追加する"
ADDED = "「{team}」に戦略ボットを追加しました。"
WHAT_NEXT = (
    "このワークスペースの計画が読み込まれると、質問に答えられるようになります。"
    "サービスの管理者に、ワークスペースの ID（{id}）をお伝えください。この画面は閉じてかまいません。"
)
BEGIN_AGAIN = "もう一度、最初から追加する"
CANCELLED = "戦略ボットは追加されませんでした。"
EXPIRED = "追加の手続きの期限が切れたか、別のブラウザーで開かれました。"
NOT_TAKEN = "Slack が追加を受け付けませんでした。"
WHOLE_ORGANISATION = (
    "組織（OrG）全体には追加できません。記録をワークスペースごとに分けるためです。ワークスペースを一つ選んでください。"
)
NOT_NOW = "ただいま手続きを進められません。しばらくしてから、もう一度お試しください。"
REASONS = {"access_denied": CANCELLED, "invalid_browser": EXPIRED, "invalid_state": EXPIRED, "missing_code": EXPIRED}
PAGE_HEADERS = {"content-type": ["text/html; charset=utf-8"], "cache-control": ["no-store"]}


class OrganisationError(BoltError):
    """The app was to be installed for a whole organisation."""


class InstallFlow(OAuthFlow):
    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        return install_page(ASK_FOR_IT, link=(url, ADD_IT))

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        if installation.is_enterprise_install or not installation.team_id or not installation.bot_token:
            raise OrganisationError(WHOLE_ORGANISATION)
        super().store_installation(request, installation)


def install_flow(settings: SlackSettings, server: Server) -> OAuthFlow:
    """`settings` with the app's own id and secret."""
    life = timedelta(minutes=settings.install_minutes)
    secret = settings.client_secret
    return InstallFlow(
        client=web_client(settings),
        logger=_quiet(),
        settings=OAuthSettings(
            client_id=settings.client_id,
            client_secret=secret.get_secret_value() if secret else None,
            scopes=sorted(SCOPES),
            user_scopes=[],
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=settings.authorize_url,
            installation_store=Installations(server),
            state_store=States(server, life),
            state_expiration_seconds=int(life.total_seconds()),
            callback_options=CallbackOptions(success=_added, failure=_not_added),
        ),
    )


def install_routes(flow: OAuthFlow) -> list[Route]:
    def route(path: str, handle: Callable[[BoltRequest], BoltResponse]) -> Route:
        async def answer(request: Request) -> Response:
            asked = to_bolt_request(request, b"")
            return to_starlette_response(await run_in_threadpool(_handled, handle, asked))

        return Route(path, answer, methods=["GET"])

    return [route(INSTALL_PATH, flow.handle_installation), route(REDIRECT_PATH, flow.handle_callback)]


def _handled(handle: Callable[[BoltRequest], BoltResponse], asked: BoltRequest) -> BoltResponse:
    try:
        return handle(asked)
    except (KnowledgeError, *LOST) as error:
        log.warning("installation: %s", type(error).__name__)
        return _answer(503, NOT_NOW)


def _added(done: SuccessArgs) -> BoltResponse:
    one = done.installation
    told = ADDED.format(team=one.team_name or one.team_id), WHAT_NEXT.format(id=one.team_id)
    return _answer(200, *told, cookie=done.settings.state_utils.build_set_cookie_for_deletion())


def _not_added(failed: FailureArgs) -> BoltResponse:
    told = str(failed.error) if isinstance(failed.error, OrganisationError) else REASONS.get(failed.reason, NOT_TAKEN)
    known = failed.reason if failed.reason in REASONS else "refused"  # anybody may write a reason into the address
    log.info("installation: %s", known)
    cookie = failed.settings.state_utils.build_set_cookie_for_deletion()
    status = 400 if isinstance(failed.error, OrganisationError) else failed.suggested_status_code
    return _answer(status, told, link=(INSTALL_PATH, BEGIN_AGAIN), cookie=cookie)


def _answer(status: int, *told: str, link: tuple[str, str] | None = None, cookie: str = "") -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {**PAGE_HEADERS, **({"set-cookie": [cookie]} if cookie else {})}
    return BoltResponse(status=status, headers=headers, body=install_page(*told, link=link))


def install_page(*told: str, link: tuple[str, str] | None = None) -> str:
    """`link`: where to, and its words."""
    lines = "".join(f"<p>{html.escape(each)}</p>" for each in told)
    linked = f'<p><a href="{html.escape(link[0])}">{html.escape(link[1])}</a></p>' if link else ""
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{PAGE_TITLE}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,"></head>'
        '<body style="font-family:sans-serif;line-height:1.7;max-width:40em;margin:3em auto;padding:0 1em">'
        f"<main><h1>{PAGE_TITLE}</h1>{lines}{linked}</main></body></html>"
    )


def _quiet() -> logging.Logger:
    """Bolt's own lines would hold the code that Slack gave, and its replies."""
    quiet = logging.getLogger("bot.oauth")
    quiet.setLevel(logging.CRITICAL)
    return quiet
