"""Events: acknowledged by Bolt before these run."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.features.asking import answer_question
from bot.features.context import Services
from bot.features.digest_sharing import rest_where_shared
from bot.features.home_tab import publish_home
from bot.features.jobs import Done, queue
from bot.slack.errors import code_of
from bot.slack.payloads import Origin, Question
from bot.views.replies import examples

log = logging.getLogger(__name__)

MOST_PROMPTS = 4
NO_AGENT = frozenset({"not_agent_app", "missing_scope", "plan_upgrade_required", "unknown_method", "not_allowed"})
_LOST = (
    "アプリが Slack から外されました（{event}）。"
    "アプリの設定画面で再インストールし、新しいトークンで起動し直してください。"
)

Event = Mapping[str, Any]


def asked(question: Question, services: Services) -> None:
    """`app_mention`, `message` in a direct conversation, and changes of either."""

    def ended(is_settled: bool) -> None:
        if is_settled:
            services.store.finish(question.key)

    queue(services, question.origin, lambda: answer_question(question, services), ended=ended)


def home_opened(event: Event, services: Services) -> None:
    user = str(event["user"])
    origin = Origin(kind=f"home_{event.get('tab')}", user=user)
    if event.get("tab") == "messages":
        queue(services, origin, lambda: _suggest(str(event["channel"]), services), lane=f"home {user}")
    else:
        queue(services, origin, lambda: publish_home(user, services), lane=f"home {user}")


def _suggest(channel: str, services: Services) -> Done:
    """Nice to have: a workspace without the agent pane refuses, and nothing is lost."""
    chosen = examples(services.catalog)[:MOST_PROMPTS]
    if not chosen:
        return Done("no_examples")
    prompts = [{"title": question, "message": question} for question in chosen]
    try:
        services.outbox.client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    except SlackApiError as error:
        if code_of(error) not in NO_AGENT:
            raise
        return Done("no_agent_pane")
    return Done("prompted", len(prompts))


def agent_stopped(event: Event, services: Services) -> None:
    """Answers take milliseconds: whatever was under way is done. The session must be told so all the same."""
    channel, thread_ts = str(event.get("channel") or ""), str(event.get("thread_ts") or "")
    origin = Origin(kind="agent_session_stopped", user=str(event.get("user") or ""), channel=channel)

    def settle() -> Done:
        body = {"channel_id": channel, "thread_ts": thread_ts, "status": "active"}
        services.outbox.client.api_call("agents.sessions.setStatus", json=body)
        return Done()

    if channel and thread_ts:
        queue(services, origin, settle)


def group_changed(event: Event, services: Services) -> None:
    services.permissions.forget_group(str(event["subteam_id"]))
    log.info("user group changed: %s", event["subteam_id"])


def channel_shared(event: Event, services: Services) -> None:
    """With another organisation."""
    rest_where_shared(str(event["channel"]), services)


def channel_renamed(event: Event, services: Services) -> None:
    """The id may change when a channel comes to be shared; which of the two events comes first is not said."""
    services.store.rename_channel(str(event["old_channel_id"]), str(event["new_channel_id"]))
    services.digests.store.rename_channel(str(event["old_channel_id"]), str(event["new_channel_id"]))
    log.info("channel id changed: %s to %s", event["old_channel_id"], event["new_channel_id"])
    rest_where_shared(str(event["new_channel_id"]), services)


def app_lost(event: Event, services: Services) -> None:
    """`tokens_revoked` or `app_uninstalled`. User tokens are none of ours."""
    revoked = event.get("tokens") or {}
    if event["type"] == "tokens_revoked" and not revoked.get("bot"):
        return
    services.installation.lose(_LOST.format(event=event["type"]))


def ignored(event: Event) -> None:
    """Everything else that the app hears of."""
