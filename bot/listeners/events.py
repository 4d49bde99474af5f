"""Events: acknowledged by Bolt before these run."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from slack_bolt import BoltContext
from slack_sdk.errors import SlackApiError

from bot.features import Digests, Handled, HomeTab, Installation, Jobs
from bot.features.asking import answer_edited, answer_question, key_of
from bot.features.digest_sharing import rest_where_shared
from bot.features.jobs import notice
from bot.listeners.bolt_listeners import injected, requested, seen_in
from bot.rights import Permissions
from bot.slack import BotStore, Destination, Origin, Outbox, code_of
from bot.slack.payloads import AskedMessage
from knowledge.model import Catalog, KnowledgeError
from knowledge.storage.plans import TiedChannels
from knowledge.wording.example_questions import example_questions

log = logging.getLogger(__name__)

MOST_PROMPTS = 4
NO_AGENT = frozenset({"not_agent_app", "missing_scope", "plan_upgrade_required", "unknown_method", "not_allowed"})
REMINDED = (
    "リマインダーからのご質問には、どなたのご質問かを確かめられないため、お答えしていません。"
    "決まった曜日や時刻に届けるには、「/senryaku digest」で定期配信をお作りください。"
)
_LOST = (
    "アプリが Slack から外されました（{event}）。"
    "アプリの設定画面で再インストールし、新しいトークンで起動し直してください。"
)

Event = Mapping[str, Any]


def asked(question: AskedMessage, context: BoltContext, jobs: Jobs, store: BotStore) -> None:
    """`app_mention`, `message` in a direct conversation, and changes of either."""

    def ended(is_settled: bool) -> None:
        try:
            if is_settled:
                store.finish(question.key)
        except KnowledgeError as error:  # it is answered, and found to be when it is taken up again
            log.warning("%s not noted as done: %s", question.key, error)
        finally:
            store.let_go(question.key)

    def answered() -> Handled:
        """Read while the disk is waited for; whatever goes out is said of what is written down."""
        try:
            return injected(_point_to_digests if question.is_reminder else _answer, {**context, "context": context})
        except Exception:
            store.settle(question.key)
            raise

    jobs.put(question.origin, answered, ended=ended)


def _point_to_digests(question: AskedMessage, store: BotStore, outbox: Outbox) -> Handled:
    """Whose question it is nobody can tell, so nobody's rights; and Slackbot cannot be told anything privately."""
    to = Destination(question.origin.channel, question.reply_thread)
    store.settle(question.key)
    outbox.post(to, notice(REMINDED), f"reminded {key_of(question.place)}", look_first=question.is_resumed)
    return Handled("reminded")


def _answer(question: AskedMessage, permissions: Permissions, edit_window: timedelta, context: BoltContext) -> Handled:
    """An edited question within some minutes; what else is asked is done by whoever names what it needs."""
    permissions.check("ask", question.origin)
    if question.edited_ts and not question.is_edited_within(edit_window):
        return Handled("edited_too_late")
    given = requested(question.text, seen_in(permissions.place_of(question.origin.channel), context))
    return injected(answer_edited if question.edited_ts else answer_question, given)


def home_opened(
    event: Event, catalog: Catalog, permissions: Permissions, home_tab: HomeTab, outbox: Outbox, jobs: Jobs
) -> None:
    user = str(event["user"])
    origin, lane = Origin(kind=f"home_{event.get('tab')}", user=user), f"home {user}"
    if event.get("tab") == "messages":
        questions = example_questions(catalog) if permissions.may("ask", user) else ()
        jobs.put(origin, lambda: _suggest(str(event["channel"]), questions, outbox), lane=lane)
    else:
        jobs.put(origin, lambda: home_tab.publish(user), lane=lane)


def _suggest(channel: str, questions: Sequence[str], outbox: Outbox) -> Handled:
    """Nice to have: a workspace without the agent pane refuses, and nothing is lost."""
    prompts = [{"title": question, "message": question} for question in questions[:MOST_PROMPTS]]
    if not prompts:
        return Handled("no_examples")
    try:
        outbox.client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    except SlackApiError as error:
        if code_of(error) not in NO_AGENT:
            raise
        return Handled("no_agent_pane")
    return Handled("prompted", len(prompts))


def agent_stopped(event: Event, outbox: Outbox, jobs: Jobs) -> None:
    """Answers take milliseconds: whatever was under way is done. The session must be told so all the same."""
    channel, thread_ts = str(event.get("channel") or ""), str(event.get("thread_ts") or "")
    origin = Origin(kind="agent_session_stopped", user=str(event.get("user") or ""), channel=channel)

    def settle() -> Handled:
        body = {"channel_id": channel, "thread_ts": thread_ts, "status": "active"}
        outbox.client.api_call("agents.sessions.setStatus", json=body)
        return Handled()

    if channel and thread_ts:
        jobs.put(origin, settle)


def group_changed(event: Event, permissions: Permissions) -> None:
    permissions.forget_group(str(event["subteam_id"]))
    log.info("user group changed: %s", event["subteam_id"])


def channel_shared(event: Event, digests: Digests) -> None:
    """With another organisation, or no longer."""
    digests.channels.forget(str(event["channel"]))
    rest_where_shared(str(event["channel"]), digests)


def channel_renamed(event: Event, store: BotStore, digests: Digests, tied: TiedChannels) -> None:
    """The id may change when a channel comes to be shared; which of the two events comes first is not said."""
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    store.rename_channel(old, new)
    digests.store.rename_channel(old, new)
    tied.rename(old, new)
    log.info("channel id changed: %s to %s", old, new)
    rest_where_shared(new, digests)


def app_lost(event: Event, installation: Installation) -> None:
    """`tokens_revoked` or `app_uninstalled`. User tokens are none of ours."""
    revoked = event.get("tokens") or {}
    if event["type"] == "tokens_revoked" and not revoked.get("bot"):
        return
    installation.lose(_LOST.format(event=event["type"]))


def unheard(event: Event) -> None:
    """Everything else that the app hears of."""
