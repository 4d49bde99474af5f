"""A person who talks: messages, mentions, the Home tab, commands and shortcuts."""

from collections.abc import Collection

from msgspec import Struct

from bot.sandbox.events import payloads
from bot.sandbox.events.emit import emit, emit_in_channel
from bot.sandbox.events.posting import answer
from bot.sandbox.state.deliveries import Delivery, DeliveryOutcome
from bot.sandbox.state.errors import CannotSimulateError, SlackError
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import Channel, JsonObject, Person, PostedMessage
from bot.sandbox.state.workspace import PATIENCE_S


class SaidMessage(Struct, frozen=True, kw_only=True):
    """A message of a person, and the events that went out for it (none if the app does not hear it)."""

    message: PostedMessage
    deliveries: tuple[Delivery, ...]

    def wait(self, timeout: float = PATIENCE_S) -> list[DeliveryOutcome]:
        return [delivery.wait(timeout) for delivery in self.deliveries]


def escaped(text: str) -> str:
    """As Slack stores what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class MessageAuthor:
    """One person's words. Everything returns at once; what it returns can be waited on."""

    def __init__(self, platform: Platform, person_id: str) -> None:
        self.platform = platform
        self.workspace = platform.workspace
        self.id = person_id

    @property
    def person(self) -> Person:
        return self.workspace.people[self.id]

    def _channel(self, channel_id: str) -> Channel:
        channel = self.workspace.channels.get(channel_id)
        if channel is None or self.id not in channel.members:
            raise CannotSimulateError(f"{self.id} is not in {channel_id}")
        if channel.is_archived:
            raise CannotSimulateError(f"{channel_id} is archived")
        return channel

    def say(self, channel: str, text: str, *, thread: str | None = None) -> SaidMessage:
        """Words in a channel, without a mention."""
        with self.workspace.lock:
            message = self._write(channel, escaped(text), [{"type": "text", "text": text}], thread)
            return self._said(message, payloads.message_event(self.workspace, message, "message"))

    def mention(self, channel: str, text: str, *, thread: str | None = None) -> SaidMessage:
        """`@senryaku TEXT`. In a direct conversation no app_mention goes out, as with Slack."""
        bot = self.workspace.bot_user
        words = [{"type": "user", "user_id": bot}, {"type": "text", "text": f" {text}"}]
        with self.workspace.lock:
            message = self._write(channel, f"<@{bot}> {escaped(text)}", words, thread)
            event = payloads.message_event(self.workspace, message, "message")
            return self._said(message, event, *self._mention(message))

    def _mention(self, message: PostedMessage) -> list[JsonObject]:
        if self.workspace.channels[message.channel].kind == "im":
            return []
        return [payloads.message_event(self.workspace, message, "app_mention")]

    def _said(self, message: PostedMessage, *events: JsonObject) -> SaidMessage:
        sent = [emit_in_channel(self.platform, event) for event in events]
        return SaidMessage(
            message=message, deliveries=tuple(one for one in sent if one.payload)
        )  # the others never left

    def dm(self, text: str, *, thread: str | None = None) -> SaidMessage:
        return self.say(self.workspace.dm(self.id).id, text, thread=thread)

    def _write(self, channel: str, text: str, words: list[JsonObject], thread: str | None) -> PostedMessage:
        self._channel(channel)
        section = {"type": "rich_text_section", "elements": words}
        block = {"type": "rich_text", "block_id": self.workspace.new_id("id"), "elements": [section]}
        ts = self.workspace.new_ts()
        message = PostedMessage(channel=channel, ts=ts, user=self.id, text=text, blocks=(block,), thread_ts=thread)
        return self.workspace.put(message)

    def delete(self, message: PostedMessage) -> SaidMessage:
        with self.workspace.lock:
            old = self._own(message)
            self.workspace.drop_message(old)
            return self._said(old, payloads.deleted(self.workspace, old))

    def _own(self, message: PostedMessage) -> PostedMessage:
        known = self.workspace.messages.get((message.channel, message.ts))
        if known is None or known.user != self.id:
            raise CannotSimulateError(f"not a message of {self.id}")
        return known

    def invite_bot(self, channel: str) -> Delivery:
        with self.workspace.lock:
            self._channel(channel)
            joined = self.workspace.join(channel, self.workspace.bot_user)
            event = payloads.joined(self.workspace, self.workspace.bot_user, self.id, joined)
            return emit(self.platform, "member_joined_channel", event, joined)

    def open_home(self) -> Delivery:
        return self._open_tab("home")

    def open_messages_tab(self) -> Delivery:
        """For agent apps this is where a conversation with the agent begins."""
        return self._open_tab("messages")

    def _open_tab(self, tab: str) -> Delivery:
        with self.workspace.lock:
            view = self.workspace.home(self.id)
            event = payloads.home_event(self.workspace, self.person, tab, view)
            return emit(self.platform, "app_home_opened", event)

    def command(self, name: str, text: str = "", *, channel: str) -> Delivery:
        """A slash command: Slack offers none to people of other organisations."""
        with self.workspace.lock:
            self._check_offered(name, [command.name for command in self.platform.app.commands])
            place = self._channel(channel)
            url = self.platform.once.response_url(channel, self.id)
            trigger = self.platform.once.trigger(self.id)
            link = f"{self.platform.base_url}/response/{url.id}"
            body = payloads.command(self.workspace, self.person, place, name, text, trigger, link)

            def shown(ack: JsonObject) -> DeliveryOutcome:
                if ack.get("text") or ack.get("blocks") or ack.get("attachments"):
                    try:
                        answer(self.platform, url, ack)
                    except SlackError as error:
                        self.workspace.refuse("ack", error.error, error.messages, ack)
                        return DeliveryOutcome(acknowledged=True, error=error.error, body=ack)
                return DeliveryOutcome(acknowledged=True, body=ack)

            return self.platform.dispatcher.deliver("slash_commands", body, shown)

    def _check_offered(self, name: str, declared: Collection[str]) -> None:
        if name not in declared or "commands" not in self.platform.scopes:
            raise CannotSimulateError(f"the app has no {name}, or no scope `commands`")
        if self.person.team_id != self.workspace.team_id:
            raise CannotSimulateError("people of other organisations have no slash commands and shortcuts")

    def shortcut(self, callback_id: str) -> Delivery:
        """A global shortcut: it knows neither a channel nor a message."""
        with self.workspace.lock:
            self._check_offered(callback_id, [one.callback_id for one in self.platform.app.shortcuts])
            trigger = self.platform.once.trigger(self.id)
            head = payloads.interaction(self.workspace, self.person, "shortcut", trigger)
            body = {**head, "callback_id": callback_id, "action_ts": self.workspace.new_ts()}
            return self.platform.dispatcher.deliver("interactive", body)

    def message_shortcut(self, callback_id: str, message: PostedMessage) -> Delivery:
        with self.workspace.lock:
            self._check_offered(callback_id, [one.callback_id for one in self.platform.app.message_shortcuts])
            self._channel(message.channel)
            once = self.platform.once
            url = once.response_url(message.channel, self.id, message.ts, message.thread_ts)
            body = {
                **payloads.interaction(self.workspace, self.person, "message_action", once.trigger(self.id)),
                **payloads.in_message(self.workspace, message),
                "callback_id": callback_id,
                "message_ts": message.ts,
                "action_ts": self.workspace.new_ts(),
                "response_url": f"{self.platform.base_url}/response/{url.id}",
            }
            del body["container"]
            return self.platform.dispatcher.deliver("interactive", body)
