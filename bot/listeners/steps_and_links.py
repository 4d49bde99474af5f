"""Steps of workflows, and links that somebody has shared. Acknowledged by Bolt before these run."""

from collections.abc import Callable

from slack_bolt import BoltContext

from bot.features import Handled, Jobs
from bot.features.unfurling import unfurl_links
from bot.features.workflow_steps import answered_step, sent_digest
from bot.listeners.bolt_listeners import injected
from bot.slack.payloads import Payload, links_from, step_from


def _step(work: Callable[..., Handled]) -> Callable[..., None]:
    def listener(body: Payload, context: BoltContext, jobs: Jobs) -> None:
        step = step_from(body)
        lane = f"step {step.origin.channel or step.origin.user}"
        jobs.put(step.origin, lambda: injected(work, {**context, "step": step}), lane=lane)

    return listener


ask_step = _step(answered_step)
digest_step = _step(sent_digest)


def link_shared(body: Payload, context: BoltContext, jobs: Jobs) -> None:
    links = links_from(body)
    jobs.put(links.origin, lambda: injected(unfurl_links, {**context, "links": links}))
