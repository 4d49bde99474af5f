"""Forms about digests that were sent off: mistakes go back into the form, what was saved takes its place."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.config.errors import BotError
from bot.digests.schedule import InvalidScheduleError
from bot.features.digest_access import Digests
from bot.features.digest_form import save
from bot.features.digest_list import HANDED, hand_over, tell_owner
from bot.features.home_tab import HomeTab
from bot.features.jobs import Handled, Jobs, Work
from bot.slack.outbox import Outbox
from bot.slack.payloads import origin_of_view
from bot.slack.permissions import NotAnsweredError
from bot.views import ids
from bot.views.digests.form import read_digest
from bot.views.digests.listing import read_digest_owner
from bot.views.digests.modal import problems_by_field
from bot.views.forms import field_errors

log = logging.getLogger(__name__)

SAVED = "保存しました。"
OLD_FORM = "この画面は古くなっています。「/senryaku digest」で開き直してください。"


def saved(
    ack: Ack,
    body: Mapping[str, Any],
    digests: Digests,
    home_tab: HomeTab,
    outbox: Outbox,
    jobs: Jobs,
) -> None:
    origin, view = origin_of_view(body), body["view"]

    def done() -> Handled:
        viewer = digests.viewer(origin)
        try:
            schedule = save(read_digest(view), f"digest {view['id']} {view['hash']}", viewer, digests)
        except InvalidScheduleError as error:
            ack(**field_errors(problems_by_field(error.problems, view)))
            return Handled("invalid")
        log.info("digest %s saved by %s", schedule.id, viewer.user)
        home_tab.refresh(viewer.user, schedule.creator, *schedule.editors)
        ack(response_action="update", view=outbox.fitting_view(digests.detail_modal(schedule, viewer, SAVED)))
        return Handled("saved")

    jobs.do(origin, _told_in_form(ack, ids.DIGEST_NAME, done))


def handed_over(
    ack: Ack, body: Mapping[str, Any], digests: Digests, home_tab: HomeTab, outbox: Outbox, jobs: Jobs
) -> None:
    origin = origin_of_view(body)

    def done() -> Handled:
        viewer = digests.viewer(origin)
        before, schedule = hand_over(*read_digest_owner(body["view"]), viewer, digests)
        home_tab.refresh(viewer.user, before, schedule.creator)
        tell_owner(schedule, origin, outbox, jobs)
        ack(response_action="update", view=outbox.fitting_view(digests.detail_modal(schedule, viewer, HANDED)))
        return Handled("handed_over")

    jobs.do(origin, _told_in_form(ack, ids.DIGEST_OWNER, done))


def _told_in_form(ack: Ack, field: str, work: Work) -> Work:
    """What the person can mend is told at a field that is always there; after anything else the form closes."""

    def done() -> Handled:
        try:
            return work()
        except BotError as error:
            if isinstance(error, NotAnsweredError):
                ack()
                raise
            ack(**field_errors({field: error.user_message}))
            return Handled(type(error).__name__)
        except Exception as error:
            ack()  # before it is told, which takes time
            if isinstance(error, (ValueError, KeyError)):  # of an earlier version, or not of the form at all
                raise BotError(OLD_FORM) from error
            raise

    return done
