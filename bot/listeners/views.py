"""Modals that were sent off. Mistakes go back into the modal; whatever takes time comes after the acknowledgement."""

import logging

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.config import BotError
from bot.features import Answerer, Handled, Jobs, tell
from bot.features.asking import noted
from bot.features.office import office_request
from bot.slack import BotStore, Destination, Origin, Outbox, code_of
from bot.slack.errors import DEAD_TOKEN
from bot.slack.store import Opinion
from bot.views import Message, Submitted, field_errors, ids
from bot.views.cards import record_message
from bot.views.modals import read_feedback, read_office, read_search, result_modal
from knowledge.model import Catalog
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

OFFICE_REFUSED = "ご質問を担当のチャンネルに送れませんでした。ボットの管理者にお知らせください。"


def searched(ack: Ack, origin: Origin, view: Submitted, answerer: Answerer, outbox: Outbox) -> Handled:
    """The result takes the place of the form."""
    form = read_search(view)
    if not form.record and not form.question:
        ack(**field_errors({ids.SEARCH_TEXT: "選ぶか、文章を入力してください。"}))
        return Handled("empty")
    message, handled = _found(form.record, form.question, origin, answerer)
    ack(response_action="update", view=outbox.forms.fitting_view(result_modal(message)))
    return handled


def _found(record: str, question: str, origin: Origin, answerer: Answerer) -> tuple[Message, Handled]:
    if record:
        message = record_message(record, answerer.catalog, answerer.values)
        return noted(message, answerer.values, tokyo_day(answerer.clock())), Handled("picked", 1)
    answer, message = answerer.answered(question, asked_by=origin.user)
    return message, Handled(answer.status, len(answer.items))


def commented(origin: Origin, view: Submitted, store: BotStore) -> Handled:
    """The comment joins the rating that opened the modal."""
    form = read_feedback(view)
    answer, user = form.about.context, origin.user
    given, before = store.find_answer(answer), store.find_opinion(answer, user)
    rating, query = before.rating if before else "bad", given.query if given else ""
    store.put_opinion(Opinion(answer=answer, user=user, rating=rating, query=query, comment=form.comment))
    return Handled("commented" if form.comment else "no_comment")


def office_asked(
    ack: Ack,
    origin: Origin,
    view: Submitted,
    office_channel: str | None,
    catalog: Catalog,
    outbox: Outbox,
    jobs: Jobs,
) -> Handled:
    """Nothing leaves without the tick."""
    form = read_office(view)
    if not form.has_consented:
        ack(**field_errors({ids.OFFICE_CONSENT: "送るには、同意のチェックが必要です。"}))
        return Handled("no_consent")
    if not form.question:
        ack(**field_errors({ids.OFFICE_QUESTION: "質問を入力してください。"}))
        return Handled("empty")

    def sent() -> Handled:
        if office_channel is None:
            return Handled("no_office_channel")
        message = office_request(form.question, origin.user, form.about, catalog)
        try:
            outbox.post(Destination(office_channel), message, f"office {view['id']}")
        except SlackApiError as error:
            if code_of(error) in DEAD_TOKEN:
                raise
            log.error("SENRYAKU_OFFICE_CHANNEL の %s に送れません（%s）。", office_channel, code_of(error))
            raise BotError(OFFICE_REFUSED) from error
        tell(outbox, origin, "ご質問を担当に送りました。お返事は担当からお届けします。")
        return Handled("sent")

    jobs.put(origin, sent, lane=office_channel or "")
    return Handled("queued")
