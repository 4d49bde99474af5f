"""People who do what the page of the stand-in offers nobody: they edit, forward, stop the agent."""

from bot.sandbox.events import payloads
from bot.sandbox.events.elements import elements
from bot.sandbox.events.emit import emit
from bot.sandbox.people.acting import SimulatedUser as PageUser
from bot.sandbox.people.talking import SaidMessage, escaped
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.errors import CannotSimulateError
from bot.sandbox.state.records import JsonObject, PostedMessage
from bot.sandbox.state.workspace import Workspace
from knowledge.model.structs import replace
from tests.stand_in.platform import WholePlatform
from tests.stand_in.workflows import shared_links


class SimulatedUser(PageUser):
    def __init__(self, platform: WholePlatform, person_id: str) -> None:
        super().__init__(platform, person_id)
        self._whole = platform

    def say(self, channel: str, text: str, *, thread: str | None = None) -> SaidMessage:
        """An app that has named the domain of a link hears of that, too."""
        with self.workspace.lock:
            said = super().say(channel, text, thread=thread)
            links = shared_links(self._whole, said.message)
            return replace(said, deliveries=(*said.deliveries, links)) if links and links.payload else said

    def forward(self, channel: str, message: PostedMessage, comment: str = "", *, mention: bool = False) -> SaidMessage:
        """Another message, shared with a word of one's own or none: what was written there comes as an attachment."""
        bot = self.workspace.bot_user
        text = f"{f'<@{bot}> ' if mention else ''}{escaped(comment)}".strip()
        with self.workspace.lock:
            words = [{"type": "text", "text": comment}] if comment else []
            shared = _shared(self.workspace, message)
            new = replace(self._write(channel, text, words, None), attachments=(shared,))
            self.workspace.put(new if text else replace(new, blocks=()))
            event = payloads.message_event(self.workspace, new, "message")
            return self._said(new, event, *(self._mention(new) if mention else ()))

    def unfold(self, message: PostedMessage, text: str) -> SaidMessage:
        """Slack looks at a link in it, and shows what it found there."""
        with self.workspace.lock:
            old = self._own(message)
            preview = {"from_url": "https://example.jp/", "title": text, "text": text, "fallback": text}
            new = self.workspace.put(replace(old, attachments=(preview,)))
            return self._said(new, payloads.changed(self.workspace, new, old))

    def edit(self, message: PostedMessage, text: str) -> SaidMessage:
        """The new text is taken as typed; a mention at its beginning stays, and is sent again with `edited`.

        So does Slack (slackapi/bolt-js#960), also to apps that hear of no other change in a channel.
        """
        with self.workspace.lock:
            old = self._own(message)
            mention = f"<@{self.workspace.bot_user}> "
            start = mention if old.text.startswith(mention) else ""
            new = replace(old, text=start + escaped(text), blocks=(), edited_ts=self.workspace.new_ts())
            self.workspace.put(new)
            event = payloads.changed(self.workspace, new, old)
            return self._said(new, event, *(self._mention(new) if start else ()))

    def stop_agent(self, thread_ts: str) -> Delivery:
        with self.workspace.lock:
            channel = self.workspace.dm(self.id).id
            event = {"type": "agent_session_stopped", "user": self.id, "channel": channel}
            event |= {"thread_ts": thread_ts, "event_ts": self.workspace.new_ts()}
            return emit(self.platform, "agent_session_stopped", event)

    def feedback(self, message: PostedMessage, *, positive: bool) -> Delivery:
        """Press 👍 or 👎 in the message's feedback row."""
        now = self.workspace.messages[message.channel, message.ts]
        rows = [found for found in elements(now.blocks) if found.kind == "feedback_buttons"]
        if not rows:
            raise CannotSimulateError("no feedback buttons there")
        return self.press(now, rows[0].action_id, positive, block_id=rows[0].block_id)


def _shared(workspace: Workspace, message: PostedMessage) -> JsonObject:
    """Of a message that is forwarded, the attachment that holds it."""
    place = f"https://{workspace.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    inner = {"channel": message.channel, "ts": message.ts, "message": {"blocks": list(message.blocks)}}
    return {
        "is_share": True,
        "is_msg_unfurl": True,
        "author_id": message.user,
        "channel_id": message.channel,
        "ts": message.ts,
        "from_url": place,
        "text": message.text,
        "fallback": f"[{message.ts}] {workspace.people[message.user].name}: {message.text}",
        "message_blocks": [inner],
    }
