"""Modals that were sent off. Mistakes go back into the modal; whatever takes time comes after the acknowledgement."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.features.asking import ask
from bot.features.context import Services
from bot.features.jobs import Done, handle, notice, queue, tell
from bot.features.office import office_request
from bot.slack.outbox import Destination
from bot.slack.payloads import Origin, origin_of_view
from bot.slack.permissions import NotAnsweredError
from bot.slack.store import Opinion
from bot.views import ids
from bot.views.cards import answer_message, record_message
from bot.views.modals import read_feedback, read_office, read_search, result_modal
from bot.views.parts import Message

Body = Mapping[str, Any]


def searched(ack: Ack, body: Body, services: Services) -> None:
    """The result takes the place of the form."""
    origin = origin_of_view(body)

    def answered() -> Done:
        form = read_search(body["view"])
        if not form.record and not form.question:
            ack(response_action="errors", errors={ids.SEARCH_TEXT: "選ぶか、文章を入力してください。"})
            return Done("empty")
        message, done = _found(form.record, form.question, origin, services)
        ack(response_action="update", view=services.outbox.fitting_view(result_modal(message)))
        return done

    handle(services, origin, answered)
    if ack.response is None:  # the error was told in a message: the form may close
        ack()


def _found(record: str, question: str, origin: Origin, services: Services) -> tuple[Message, Done]:
    try:
        services.permissions.check_answered(origin.user, origin.team)
    except NotAnsweredError as error:
        return notice(error.user_message), Done("not_answered")
    if record:
        return record_message(record, services.catalog, services.values), Done("picked", 1)
    answer = ask(question, (), services)
    message = answer_message(answer, services.catalog, services.values, asked_by=origin.user)
    return message, Done(answer.status, len(answer.items))


def commented(ack: Ack, body: Body, services: Services) -> None:
    """The comment joins the rating that opened the modal."""
    ack()
    origin = origin_of_view(body)

    def kept() -> Done:
        form = read_feedback(body["view"])
        given = services.store.find_answer(form.about.context)
        before = services.store.find_opinion(form.about.context, origin.user)
        opinion = Opinion(
            answer=form.about.context,
            user=origin.user,
            rating=before.rating if before else "bad",
            at=services.clock().isoformat(),
            query=given.query if given else "",
            comment=form.comment,
        )
        services.store.put_opinion(opinion)
        return Done("commented" if form.comment else "no_comment")

    handle(services, origin, kept)


def office_asked(ack: Ack, body: Body, services: Services) -> None:
    """Nothing leaves without the tick."""
    origin, form = origin_of_view(body), read_office(body["view"])
    if not form.has_consented:
        ack(response_action="errors", errors={ids.OFFICE_CONSENT: "送るには、同意のチェックが必要です。"})
        return
    if not form.question:
        ack(response_action="errors", errors={ids.OFFICE_QUESTION: "質問を入力してください。"})
        return
    ack()
    channel = services.settings.office_channel

    def sent() -> Done:
        services.permissions.check_answered(origin.user, origin.team)
        if channel is None:
            return Done("no_office_channel")
        message = office_request(form.question, origin.user, form.about, services)
        services.outbox.post(Destination(channel), message, f"office {body['view']['id']}")
        tell(services, origin, "ご質問を担当に送りました。お返事は担当からお届けします。")
        return Done("sent")

    queue(services, origin, sent, lane=channel or "")
