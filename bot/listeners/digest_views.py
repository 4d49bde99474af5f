"""Forms about digests that were sent off: mistakes go back into the form, what was saved takes its place."""

import logging

from slack_bolt import Ack

from bot.digests import InvalidScheduleError
from bot.features import Digests, Handled, HomeTab, Jobs
from bot.features.digest_form import save
from bot.features.digest_list import HANDED, hand_over, tell_owner
from bot.slack import Origin, Outbox
from bot.views import Submitted, field_errors
from bot.views.digests.form import read_digest
from bot.views.digests.listing import read_digest_owner
from bot.views.digests.modal import problems_by_field

log = logging.getLogger(__name__)

SAVED = "保存しました。"


def saved(ack: Ack, origin: Origin, view: Submitted, digests: Digests, home_tab: HomeTab, outbox: Outbox) -> Handled:
    viewer = digests.viewer(origin, anew=True)
    try:
        schedule = save(read_digest(view), f"digest {view['id']} {view['hash']}", viewer, digests)
    except InvalidScheduleError as error:
        ack(**field_errors(problems_by_field(error.problems, view)))
        return Handled("invalid")
    log.info("digest %s saved by %s", schedule.id, viewer.user)
    home_tab.refresh(viewer.user, schedule.creator, *schedule.editors)
    ack(response_action="update", view=outbox.forms.fitting_view(digests.detail_modal(schedule, viewer, SAVED)))
    return Handled("saved")


def owner_chosen(
    ack: Ack, origin: Origin, view: Submitted, digests: Digests, home_tab: HomeTab, outbox: Outbox, jobs: Jobs
) -> Handled:
    viewer = digests.viewer(origin, anew=True)
    before, schedule = hand_over(*read_digest_owner(view), viewer, digests)
    home_tab.refresh(viewer.user, before, schedule.creator)
    tell_owner(schedule, origin, outbox, jobs)
    ack(response_action="update", view=outbox.forms.fitting_view(digests.detail_modal(schedule, viewer, HANDED)))
    return Handled("handed_over")
