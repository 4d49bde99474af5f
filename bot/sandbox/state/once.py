"""Things that may be used only so long and so often: trigger ids and response URLs."""

from msgspec import Struct
from msgspec.structs import replace

from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.workspace import Workspace

RESPONSE_URL_SECONDS, RESPONSE_URL_USES = 30 * 60, 5


class Trigger(Struct, frozen=True, kw_only=True):
    """Lets an app open one modal for `user`. `view` is the modal in which it arose, for views.push."""

    id: str
    user: str
    until: float
    view: str | None = None
    is_used: bool = False


class ResponseUrl(Struct, frozen=True, kw_only=True):
    """Lets an app answer where `user` acted. `ts` is the message acted on, if there is one."""

    id: str
    channel: str
    user: str
    until: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class OnceOnly:
    """Hands both out and takes them back, by the workspace's clock. A trigger id lasts `trigger_s` seconds."""

    def __init__(self, workspace: Workspace, trigger_s: float) -> None:
        self._workspace = workspace
        self._trigger_s = trigger_s
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view: str | None = None) -> str:
        until = self._workspace.clock.now() + self._trigger_s
        trigger = Trigger(id=self._workspace.new_id("1.2."), user=user, until=until, view=view)
        self._triggers[trigger.id] = trigger
        return trigger.id

    def use_trigger(self, trigger_id: object) -> Trigger:
        trigger = self._triggers.get(str(trigger_id))
        if trigger is None:
            pointer = "[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]"
            raise SlackError("invalid_trigger_id", messages=(pointer,))
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self._workspace.clock.now() > trigger.until:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger.id] = replace(trigger, is_used=True)
        return trigger

    def response_url(self, channel: str, user: str, ts: str | None = None, thread_ts: str | None = None) -> ResponseUrl:
        until = self._workspace.clock.now() + RESPONSE_URL_SECONDS
        url_id = self._workspace.new_id("R")
        url = ResponseUrl(id=url_id, channel=channel, user=user, until=until, ts=ts, thread_ts=thread_ts)
        self._urls[url.id] = url
        return url

    def use_response_url(self, url_id: str) -> ResponseUrl:
        url = self._urls.get(url_id)
        if url is None:
            raise SlackError("no_active_hooks", status=404)
        if self._workspace.clock.now() > url.until:
            raise SlackError("expired_url", status=404)
        if url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url", status=404)
        self._urls[url_id] = replace(url, uses=url.uses + 1)
        return url
