"""Forms about digests that were sent off: mistakes go back into the form, what was saved takes its place."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.arrivals import origin_of_view
from bot.audience import NotAnsweredError
from bot.blockkit import ids
from bot.blockkit.digest_form import read_digest
from bot.blockkit.digest_list import read_digest_owner
from bot.blockkit.digest_modal import problems_by_field
from bot.blockkit.forms import field_errors
from bot.digest_access import viewer_of
from bot.digest_desk import save
from bot.digest_manage import detail_view, hand_over
from bot.digest_schedule import InvalidScheduleError
from bot.errors import BotError
from bot.handling import Done, handle
from bot.services import Services

Body = Mapping[str, Any]
SAVED = "保存しました。"


def saved(ack: Ack, body: Body, services: Services) -> None:
    origin, view = origin_of_view(body), body["view"]

    def done() -> Done:
        try:
            schedule = save(origin, read_digest(view), f"digest {view['id']} {view['hash']}", services)
        except InvalidScheduleError as error:
            ack(**field_errors(problems_by_field(error.problems, view)))
            return Done("invalid")
        except NotAnsweredError:
            raise
        except BotError as error:
            ack(**field_errors({ids.DIGEST_NAME: error.user_message}))
            return Done(type(error).__name__)
        shown = detail_view(schedule, viewer_of(origin, services), services, SAVED)
        ack(response_action="update", view=services.desk.fitting_view(shown))
        return Done("saved")

    handle(services, origin, done)
    if ack.response is None:  # the error was told in a message: the form may close
        ack()


def handed_over(ack: Ack, body: Body, services: Services) -> None:
    origin = origin_of_view(body)

    def done() -> Done:
        id, owner = read_digest_owner(body["view"])
        try:
            shown = hand_over(origin, id, owner, services)
        except NotAnsweredError:
            raise
        except BotError as error:
            ack(**field_errors({ids.DIGEST_OWNER: error.user_message}))
            return Done(type(error).__name__)
        ack(response_action="update", view=services.desk.fitting_view(shown))
        return Done("handed_over")

    handle(services, origin, done)
    if ack.response is None:
        ack()
