"""Forms about digests that were sent off: mistakes go back into the form, what was saved takes its place."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.config.errors import BotError
from bot.digests.schedule import InvalidScheduleError
from bot.features.context import Services
from bot.features.digest_access import viewer_of
from bot.features.digest_form import save
from bot.features.digest_list import detail_view, hand_over
from bot.features.jobs import Done, Work, handle
from bot.slack.payloads import origin_of_view
from bot.slack.permissions import NotAnsweredError
from bot.views import ids
from bot.views.digests.form import read_digest
from bot.views.digests.listing import read_digest_owner
from bot.views.digests.modal import problems_by_field
from bot.views.forms import field_errors

Body = Mapping[str, Any]
SAVED = "保存しました。"
OLD_FORM = "この画面は古くなっています。「/senryaku digest」で開き直してください。"


def saved(ack: Ack, body: Body, services: Services) -> None:
    origin, view = origin_of_view(body), body["view"]

    def done() -> Done:
        try:
            schedule = save(origin, read_digest(view), f"digest {view['id']} {view['hash']}", services)
        except InvalidScheduleError as error:
            ack(**field_errors(problems_by_field(error.problems, view)))
            return Done("invalid")
        shown = detail_view(schedule, viewer_of(origin, services), services, SAVED)
        ack(response_action="update", view=services.outbox.fitting_view(shown))
        return Done("saved")

    handle(services, origin, _told_in_form(ack, ids.DIGEST_NAME, done))


def handed_over(ack: Ack, body: Body, services: Services) -> None:
    origin = origin_of_view(body)

    def done() -> Done:
        shown = hand_over(origin, *read_digest_owner(body["view"]), services)
        ack(response_action="update", view=services.outbox.fitting_view(shown))
        return Done("handed_over")

    handle(services, origin, _told_in_form(ack, ids.DIGEST_OWNER, done))


def _told_in_form(ack: Ack, field: str, work: Work) -> Work:
    """What the person can mend is told at a field that is always there; after anything else the form closes."""

    def done() -> Done:
        try:
            return work()
        except BotError as error:
            if isinstance(error, NotAnsweredError):
                ack()
                raise
            ack(**field_errors({field: error.user_message}))
            return Done(type(error).__name__)
        except Exception as error:
            ack()  # before it is told, which takes time
            if isinstance(error, (ValueError, KeyError)):  # of an earlier version, or not of the form at all
                raise BotError(OLD_FORM) from error
            raise

    return done
