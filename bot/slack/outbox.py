"""Everything that leaves for Slack: each message once, in blocks that the workspace knows, with no pings in it.

A post that may have arrived is looked for in the channel's history, by the key in its metadata, before it is sent
again. Where the history cannot be read (a missing scope), it is not sent again: better unanswered than twice.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.blockkit.check import NEW_BLOCKS
from bot.slack.errors import NoReplyError, code_of, is_uncertain
from bot.slack.retries import LOST, retry_handlers
from bot.slack.store import BotStore
from bot.slack.view_versions import ViewVersions
from bot.views.fallback import without_new_blocks
from bot.views.links import LinkOf, linked
from bot.views.parts import Message

log = logging.getLogger(__name__)

EVENT_TYPE = "senryaku_message"
SEARCHED = 100  # messages of a thread or channel among which a lost post is looked for
PAUSES_S = (0.3, 1.0, 3.0)  # before each look: Slack's history runs a little behind its posts
BETWEEN_POSTS_S = 1.05  # Slack takes about one message a second into a channel
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments"})
_MASS = re.compile(r"<!(?=channel|here|everyone|subteam)")
Sent = TypeVar("Sent")
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes; a user's id as channel is the direct conversation with them."""

    channel: str
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


class Outbox:
    """Posts, changes, whispers, opens. Raises SlackApiError, or NoReplyError when no answer came."""

    def __init__(
        self,
        client: WebClient,
        store: BotStore,
        *,
        link_of: LinkOf = lambda _: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`client` retries as `retry_handlers()` says. `link_of`: where a record stands on the site."""
        self.client = client
        self._link_of = link_of
        self._store = store
        self._pause = pause
        self._versions = ViewVersions()

    # Messages in channels.

    def post(self, to: Destination, message: Message, key: str, *, look_first: bool = False) -> Posted:
        """`key` names this message for ever: the same key never makes a second one. `look_first`: it may be there."""
        if look_first and (found := self._find(to, key)):
            return found
        return self._fitting(message, lambda shown: self._post(to, shown, key))

    def post_thread(self, to: Destination, messages: Sequence[Message], key: str) -> Posted:
        """The first into the channel, the others into its thread, as fast as Slack likes. At least one message."""
        head, *others = messages
        posted = self.post(to, head, key)
        for number, message in enumerate(others, 1):
            self._pause(BETWEEN_POSTS_S)
            self.post(Destination(posted.channel, posted.ts), message, f"{key} {number}")
        return posted

    def _post(self, to: Destination, message: Message, key: str) -> Posted:
        for pause in PAUSES_S:
            try:
                return _posted(self._post_now(to, message, key))
            except SlackApiError as error:
                if not is_uncertain(error):
                    raise
            except LOST:
                log.warning("post to %s got no reply; looking for it", to.channel)
            self._pause(pause)
            if found := self._find(to, key):
                return found
        raise NoReplyError

    def _post_now(self, to: Destination, message: Message, key: str) -> SlackResponse:
        return self.client.chat_postMessage(
            channel=to.channel,
            thread_ts=to.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            **harmless(message.payload()),
        )

    def _find(self, to: Destination, key: str) -> Posted | None:
        """The post with this key. Raises NoReplyError where nobody can tell."""
        for message in self.recent(to):
            if (message.get("metadata") or {}).get("event_payload", {}).get("key") == key:
                return Posted(to.channel, message["ts"])
        return None

    def recent(self, to: Destination) -> list[dict[str, Any]]:
        """The last messages there, as Slack tells them. Raises NoReplyError where they cannot be read."""
        try:
            return list(self._history(to).get("messages") or ())
        except SlackApiError as error:
            if code_of(error) == "thread_not_found":
                return []
            log.error("cannot look for a post in %s: %s", to.channel, code_of(error))
            raise NoReplyError from error
        except LOST as error:
            raise NoReplyError from error

    def _history(self, to: Destination) -> SlackResponse:
        known: dict[str, Any] = {"channel": to.channel, "limit": SEARCHED, "include_all_metadata": True}
        if to.thread_ts is None:
            return self.client.conversations_history(**known)
        return self.client.conversations_replies(ts=to.thread_ts, **known)

    def update(self, posted: Posted, message: Message) -> None:
        """Twice does no harm, so the client repeats it by itself."""

        def send(shown: Message) -> None:
            self.client.chat_update(channel=posted.channel, ts=posted.ts, **harmless(shown.payload()))

        self._reached(lambda: self._fitting(message, send))

    def delete(self, posted: Posted) -> None:
        self._reached(lambda: self.client.chat_delete(channel=posted.channel, ts=posted.ts))

    # For one person's eyes.

    def post_ephemeral(self, to: Destination, user: str, message: Message) -> None:
        """An ephemeral message; it may be lost, and is never the only record of anything."""

        def send(shown: Message) -> None:
            self.client.chat_postEphemeral(
                channel=to.channel, user=user, thread_ts=to.thread_ts, **harmless(shown.payload())
            )

        self._reached(lambda: self._fitting(message, send))

    def respond(self, url: str, message: Message, *, replace: bool = False) -> None:
        """Through a response_url, which works for half an hour, also where the bot is no member."""

        def send(shown: Message) -> None:
            body = {**harmless(shown.payload()), "replace_original": replace, "response_type": "ephemeral"}
            _check(self._webhook(url).send_dict(body))

        self._reached(lambda: self._fitting(message, send))

    def take_back(self, url: str) -> None:
        """Deletes the private message that a button was pressed in."""
        self._reached(lambda: _check(self._webhook(url).send_dict({"delete_original": True})))

    def _webhook(self, url: str) -> WebhookClient:
        client = self.client
        return WebhookClient(url, timeout=client.timeout, proxy=client.proxy, retry_handlers=retry_handlers())

    # Views.

    def open(self, trigger_id: str, view: View) -> None:
        self._reached(lambda: self._fitting_view(view, lambda v: self.client.views_open(trigger_id=trigger_id, view=v)))

    def update_view(self, view_id: str, view: View, hash: str | None = None, *, over_own: bool = False) -> None:
        """`hash`: of the view that the person acted on; Slack refuses (hash_conflict) when it has changed since.

        `over_own`: also when only this outbox has drawn it since. Of two quick changes, the second names the old view.
        """
        seen = self._versions.latest(view_id, hash) if over_own else hash

        def send(shown: View) -> None:
            answer = self.client.views_update(view_id=view_id, view=shown, hash=seen)
            self._versions.note(view_id, seen, (answer.get("view") or {}).get("hash"))

        self._reached(lambda: self._fitting_view(view, send))

    def push(self, trigger_id: str, view: View) -> None:
        """Over the modal in which the button stood."""
        self._reached(lambda: self._fitting_view(view, lambda v: self.client.views_push(trigger_id=trigger_id, view=v)))

    def publish(self, user: str, view: View) -> None:
        self._reached(lambda: self._fitting_view(view, lambda v: self.client.views_publish(user_id=user, view=v)))

    def fitting_view(self, view: View) -> View:
        """As this workspace takes it, for a view that goes out with an acknowledgement."""
        view = {**view, "blocks": linked(view["blocks"], self._link_of)}
        return _view_without_new_blocks(view) if self._store.is_old_workspace else view

    # In blocks that the workspace knows.

    def _fitting(self, message: Message, send: Callable[[Message], Sent]) -> Sent:
        """As it is; when refused, once more without new blocks; when refused again, as text alone."""
        message = Message(message.text, linked(message.blocks, self._link_of))
        is_new = holds_new_blocks(message.blocks)
        if is_new and self._store.is_old_workspace:
            message, is_new = without_new_blocks(message), False
        try:
            return send(message)
        except SlackApiError as error:
            if code_of(error) not in BLOCKS_REFUSED:
                raise
            _tell_developers(error)
        if is_new:
            try:
                sent = send(without_new_blocks(message))
            except SlackApiError as error:
                if code_of(error) not in BLOCKS_REFUSED:
                    raise
                _tell_developers(error)
            else:
                self._store.remember_old_workspace()
                return sent
        return send(Message(message.text, []))

    def _fitting_view(self, view: View, send: Callable[[View], object]) -> None:
        view = self.fitting_view(view)
        plain = _view_without_new_blocks(view)
        try:
            send(view)
        except SlackApiError as error:
            if code_of(error) not in BLOCKS_REFUSED or plain == view:
                raise
            _tell_developers(error)
            send(plain)
            self._store.remember_old_workspace()

    def _reached(self, work: Callable[[], Sent]) -> Sent:
        try:
            return work()
        except LOST as error:
            raise NoReplyError from error


def _posted(answer: SlackResponse) -> Posted:
    return Posted(str(answer["channel"]), str(answer["ts"]))


def _check(answer: WebhookResponse) -> None:
    """Makes of a refused response_url the error that a method would have raised."""
    if answer.status_code == 200:
        return
    try:
        body = json.loads(answer.body)
        code = str(body.get("error"))
    except (ValueError, AttributeError):
        code = answer.body.strip()
    raise SlackApiError("response_url refused", {"ok": False, "error": code})  # type: ignore[no-untyped-call]


def _tell_developers(error: SlackApiError) -> None:
    """Slack's pointers into the blocks, which hold no text of ours."""
    told = error.response.get("response_metadata") or {}
    log.warning("blocks refused: %s %s", code_of(error), told.get("messages") or "")


def _view_without_new_blocks(view: View) -> View:
    if not holds_new_blocks(view["blocks"]):
        return view
    return {**view, "blocks": without_new_blocks(Message("", list(view["blocks"]))).blocks}


def holds_new_blocks(blocks: object) -> bool:
    return any(found in NEW_BLOCKS for found in _types(blocks))


def _types(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield str(value.get("type", ""))
        for inner in value.values():
            yield from _types(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _types(inner)


def harmless(value: Any) -> Any:
    """The last line of defence: no words of a person or a document ping a channel, whatever a builder forgot."""
    if isinstance(value, str):
        return _MASS.sub("&lt;!", value)
    if isinstance(value, dict):
        return {name: harmless(inner) for name, inner in value.items()}
    return [harmless(inner) for inner in value] if isinstance(value, list) else value
