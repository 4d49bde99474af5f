"""Everything that leaves for Slack: each message once, in blocks that the workspace knows, with no pings in it.

A post that may have arrived is looked for where it should stand, by the mark in its metadata, before it is sent
again. Where that cannot be read (a missing scope), it is not sent again: better unanswered than twice.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from itertools import islice
from typing import Any

from msgspec import Struct
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.slack.errors import DEAD_TOKEN, NoReplyError, code_of, is_uncertain, status_of
from bot.slack.forms.accepted import BlockForms, for_one
from bot.slack.payloads import Origin, Step
from bot.slack.retries import LOST, retry_handlers
from bot.slack.store import BotStore
from bot.slack.view_versions import ViewVersions
from bot.views import Block, LinkOf, Message, is_user

log = logging.getLogger(__name__)

EVENT_TYPE = "senryaku_message"
OWN_EVENT_TYPES = frozenset({EVENT_TYPE, "senryaku_digest"})  # until 0.1 digests had one of their own
HISTORY_PAGE, MOST_PAGES = 200, 50  # 10,000 messages
PAUSES_S = (0.3, 1.0, 3.0)  # before each look: Slack's history runs a little behind its posts
BETWEEN_POSTS_S = 1.05  # Slack takes about one message a second into a channel
Mark = Mapping[str, str | int]
"""What a message is known by: the payload of its metadata."""


class TooLateError(Exception):
    """It was no longer early enough to send."""


class OvertakenError(Exception):
    """What the person did later is drawn already."""


class LongHistoryError(Exception):
    """More messages than are read."""


class Destination(Struct, frozen=True):
    """Where a message goes; a user's id as channel is the direct conversation with them."""

    channel: str
    thread_ts: str | None = None


class Posted(Struct, frozen=True):
    """Where a message stands."""

    channel: str
    ts: str


class Outbox:
    """Posts, changes, opens. Raises SlackApiError, or NoReplyError when no answer came."""

    def __init__(
        self,
        client: WebClient,
        store: BotStore,
        *,
        link_of: LinkOf = lambda _, __: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`client` retries as `retry_handlers()` says, or never. `link_of`: where a record stands on the site."""
        self.client = client
        self.forms = BlockForms(store.refused, link_of)
        self._pause = pause
        self._versions = ViewVersions()
        self._directs: dict[str, str] = {}  # user → the conversation with them

    def in_plan(self, plan: str) -> "Outbox":
        """The same for what is shown of one plan, whose mark the buttons then carry."""
        other = copy(self)
        other.forms = self.forms.in_plan(plan)
        return other

    # Messages in channels.

    def post(self, to: Destination, message: Message, key: str, *, look_first: bool = False) -> Posted:
        """`key` names this message for ever: the same key never makes a second one. `look_first`: it may be there."""
        if look_first and (found := self._find(to, key)):
            return found
        for pause in PAUSES_S:
            try:
                return self.send(to, message, {"key": key})
            except SlackApiError as error:
                if not is_uncertain(error):
                    raise
            except LOST:
                log.warning("post to %s got no reply; looking for it", to.channel)
            self._pause(pause)
            if found := self._find(to, key):
                return found
        raise NoReplyError

    def post_thread(self, to: Destination, messages: Sequence[Message], key: str) -> Posted:
        """The first into the channel, the others into its thread, as fast as Slack likes. At least one message."""
        head, *others = messages
        posted = self.post(to, head, key)
        for number, message in enumerate(others, 1):
            self._pause(BETWEEN_POSTS_S)
            self.post(Destination(posted.channel, posted.ts), message, f"{key} {number}")
        return posted

    def send(
        self, to: Destination, message: Message, mark: Mark, is_early: Callable[[], bool] = lambda: True
    ) -> Posted:
        """Once, whatever becomes of it: who repeats it looks for `mark` before.

        `is_early` is asked right before every request. Raises SlackApiError, TooLateError, or one of LOST.
        """
        channel = self._conversation(to.channel)

        def sent(form: Block) -> Posted:
            if not is_early():
                raise TooLateError
            answer = self.client.chat_postMessage(
                channel=channel,
                thread_ts=to.thread_ts,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT_TYPE, "event_payload": dict(mark)},
                **form,
            )
            return Posted(str(answer["channel"]), str(answer["ts"]))

        return self.forms.accepted_message(message, channel, sent)

    def _conversation(self, channel: str) -> str:
        """A person's id stands for the conversation with them, which is opened when need be."""
        if not is_user(channel):
            return channel
        if channel not in self._directs:
            self._directs[channel] = str(self.client.conversations_open(users=channel)["channel"]["id"])
        return self._directs[channel]

    # What stands there already.

    def _find(self, to: Destination, key: str) -> Posted | None:
        """The post with this key. Raises NoReplyError where nobody can tell."""
        found = (message for message in self.recent(to) if mark_of(message).get("key") == key)
        return next((Posted(self._conversation(to.channel), message["ts"]) for message in found), None)

    def recent(self, to: Destination) -> list[Block]:
        """The last ones of a channel, all of a thread, as Slack tells them. NoReplyError where nobody can tell."""
        try:
            messages = self.messages(to)
            return list(messages if to.thread_ts else islice(messages, HISTORY_PAGE))
        except (SlackApiError, LongHistoryError, *LOST) as error:
            told = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            log.error("cannot look for a post in %s: %s", to.channel, told)
            raise NoReplyError from error

    def messages(self, to: Destination, since: datetime | None = None) -> Iterator[Block]:
        """Page by page, in a channel the newest first; none of a thread that is gone.

        Raises SlackApiError, LongHistoryError, or one of LOST.
        """
        where: dict[str, Any] = {"channel": self._conversation(to.channel), "include_all_metadata": True}
        if since:
            where["oldest"] = f"{since.timestamp():.6f}"
        try:
            for _ in range(MOST_PAGES):
                if to.thread_ts is None:
                    answer = self.client.conversations_history(limit=HISTORY_PAGE, **where)
                else:
                    answer = self.client.conversations_replies(ts=to.thread_ts, limit=HISTORY_PAGE, **where)
                yield from answer.get("messages") or ()
                where["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor") or ""
                if not where["cursor"]:
                    return
        except SlackApiError as error:
            if code_of(error) != "thread_not_found":
                raise
            return
        raise LongHistoryError

    def update(self, posted: Posted, message: Message) -> None:
        """Twice does no harm, so the client repeats it by itself."""
        where: Block = {"channel": posted.channel, "ts": posted.ts}
        self._offer_message(message, posted.channel, lambda form: self.client.chat_update(**where, **form))

    def delete(self, posted: Posted) -> None:
        self._reached(lambda: self.client.chat_delete(channel=posted.channel, ts=posted.ts))

    def unfurl(self, posted: Posted, shown: Mapping[str, Sequence[Block]]) -> None:
        """Under somebody's message, by the address that stands in it."""
        forms = {url: self.forms.in_old_kinds(blocks) for url, blocks in shown.items()}
        self._reached(lambda: self.client.chat_unfurl(channel=posted.channel, ts=posted.ts, unfurls=forms))

    def end_step(self, step: Step, outputs: Mapping[str, str], error: str = "") -> None:
        """Of a workflow, by the token that came along; where that has run out, by the bot's own."""
        own = str(self.client.token or "")
        try:
            self._end_step(step.execution, step.token or own, outputs, error)
        except SlackApiError as refused:
            if code_of(refused) not in DEAD_TOKEN or not step.token:
                raise
            self._end_step(step.execution, own, outputs, error)

    def _end_step(self, execution: str, token: str, outputs: Mapping[str, str], error: str) -> None:
        client, given = self.client, {"function_execution_id": execution, "token": token}
        if error:
            self._reached(lambda: client.functions_completeError(error=error, **given))
        else:
            self._reached(lambda: client.functions_completeSuccess(outputs=dict(outputs), **given))

    # For one person's eyes.

    def post_ephemeral(self, to: Destination, user: str, message: Message) -> None:
        """It may be lost, and is never the only record of anything."""
        where: Block = {"channel": to.channel, "thread_ts": to.thread_ts, "user": user}
        message = for_one(message, to.channel)
        self._offer_message(message, to.channel, lambda form: self.client.chat_postEphemeral(**where, **form))

    def respond(self, origin: Origin, message: Message) -> None:
        """Through its response_url, which works for half an hour, also where the bot is no member.

        Where that is refused, beside where the person acted; refused there too, it raises the first refusal.
        """
        url, how = origin.response_url, {"replace_original": False, "response_type": "ephemeral"}
        message = for_one(message, origin.channel)
        try:
            self._offer_message(message, origin.channel, lambda form: self._call_back(url, {**form, **how}))
        except SlackApiError as error:
            log.warning("response_url refused: %s", code_of(error) or status_of(error))
            try:
                self.post_ephemeral(Destination(origin.channel, origin.thread_ts), origin.user, message)
            except (SlackApiError, NoReplyError):
                raise error from None

    def delete_response(self, url: str) -> None:
        """The private message that a button was pressed in."""
        self._reached(lambda: self._call_back(url, {"delete_original": True}))

    def _call_back(self, url: str, body: Block) -> None:
        client = self.client
        webhook = WebhookClient(url, timeout=client.timeout, proxy=client.proxy, retry_handlers=retry_handlers())
        _check(webhook.send_dict(body))

    # Views.

    def open(self, trigger_id: str, view: Block) -> None:
        self._offer_view(view, lambda form: self.client.views_open(trigger_id=trigger_id, view=form))

    def update_view(self, view_id: str, view: Block, hash: str | None = None, *, acted: float | None = None) -> None:
        """`hash`: of the view that the person acted on; Slack refuses (hash_conflict) when it has changed since.

        `acted`: when they did; also over what this outbox has drawn since for something that they did before. Of two
        quick changes, both name the old view. Raises OvertakenError when what they did later is drawn already.
        """

        def send(form: Block) -> None:
            if acted is not None and self._versions.is_overtaken(view_id, acted):
                raise OvertakenError
            seen = self._versions.latest(view_id, hash) if acted is not None else hash
            try:
                answer = self.client.views_update(view_id=view_id, view=form, hash=seen)
            except SlackApiError as error:
                is_ours = acted is not None and self._versions.latest(view_id, hash) != seen
                if code_of(error) != "hash_conflict" or not is_ours:
                    raise
                send(form)  # another change was drawn in between
            else:
                drawn = (answer.get("view") or {}).get("hash")
                self._versions.note(view_id, seen, drawn, acted or 0.0)

        self._offer_view(view, send)

    def push(self, trigger_id: str, view: Block) -> None:
        """Over the modal in which the button stood."""
        self._offer_view(view, lambda form: self.client.views_push(trigger_id=trigger_id, view=form))

    def publish(self, user: str, view: Block) -> None:
        self._offer_view(view, lambda form: self.client.views_publish(user_id=user, view=form))

    # In blocks that the workspace knows.

    def _offer_message(self, message: Message, channel: str, send: Callable[[Block], object]) -> None:
        self._reached(lambda: self.forms.accepted_message(message, channel, send))

    def _offer_view(self, view: Block, send: Callable[[Block], object]) -> None:
        self._reached(lambda: self.forms.accepted_view(view, send))

    def _reached(self, work: Callable[[], object]) -> None:
        try:
            work()
        except LOST as error:
            raise NoReplyError from error


def mark_of(message: Mapping[str, Any]) -> Mark:
    """Empty for a message that is none of ours."""
    metadata = message.get("metadata") or {}
    return metadata.get("event_payload") or {} if metadata.get("event_type") in OWN_EVENT_TYPES else {}


def _check(answer: WebhookResponse) -> None:
    """Makes of a refused response_url the error that a method would have raised."""
    if answer.status_code == 200:
        return
    try:
        body = json.loads(answer.body)
        code = str(body.get("error"))
    except (ValueError, AttributeError):
        code = answer.body.strip()
    told = SlackResponse(
        client=None,
        http_verb="POST",
        api_url=answer.api_url,
        req_args={},
        data={"ok": False, "error": code},
        headers=answer.headers,
        status_code=answer.status_code,
    )
    raise SlackApiError("response_url refused", told)  # type: ignore[no-untyped-call]
