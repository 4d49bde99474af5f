"""A workspace that has no plan yet: whoever asks there is told so, in one sentence."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError

from bot.app.services import web_client
from bot.config.slack_settings import SlackSettings
from bot.slack import LOST, BotStore
from bot.slack.installations import InstalledWorkspace
from bot.views import paragraph

log = logging.getLogger(__name__)

NO_PLAN_HERE = (
    "このワークスペースには、まだ計画が読み込まれていません。読み込まれると、ここで質問に答えられるようになります。"
    "サービスの管理者に、ワークスペースの ID（{team}）を伝えてお尋ねください。"
)
_DONE = 200


class NoPlanDispatcher:
    def __init__(
        self, settings: SlackSettings, installed: InstalledWorkspace, store: BotStore, end: Callable[[], object]
    ) -> None:
        """`end`: what becomes of an installation that is taken back."""
        self._client, self._store, self._end = web_client(settings), store, end
        self._told = NO_PLAN_HERE.format(team=installed.team)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="no plan")

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        body: Mapping[str, Any] = req.body
        if "command" in body:
            return BoltResponse(status=_DONE, body=self._told)
        event: Mapping[str, Any] = body.get("event") or {}
        match event.get("type"):
            case "app_uninstalled":
                self._end()
            case "tokens_revoked" if (event.get("tokens") or {}).get("bot"):
                self._end()
            case "app_home_opened":
                self._executor.submit(self._show_home, str(event.get("user")))
            case "app_mention" | "message" if _is_asked(event) and self._store.take(str(body.get("event_id"))):
                self._executor.submit(self._tell, str(event.get("channel")), event.get("thread_ts") or event.get("ts"))
        if body.get("type") in ("shortcut", "message_action"):
            self._executor.submit(self._tell, str((body.get("user") or {}).get("id")), None)
        return BoltResponse(status=_DONE)

    def close(self) -> None:
        self._executor.shutdown(wait=True)

    def _tell(self, channel: str, thread: str | None) -> None:
        try:
            self._client.chat_postMessage(channel=channel, text=self._told, thread_ts=thread)
        except (SlackApiError, *LOST) as error:
            log.warning("no plan, and not told: %s", type(error).__name__)

    def _show_home(self, user: str) -> None:
        try:
            self._client.views_publish(user_id=user, view={"type": "home", "blocks": [paragraph(self._told)]})
        except (SlackApiError, *LOST) as error:
            log.warning("no plan, and no Home: %s", type(error).__name__)


def _is_asked(event: Mapping[str, Any]) -> bool:
    is_of_person = bool(event.get("user")) and not event.get("bot_id") and not event.get("subtype")
    return is_of_person and (event["type"] == "app_mention" or event.get("channel_type") == "im")
