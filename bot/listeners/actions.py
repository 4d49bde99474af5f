"""Buttons, menus and fields, besides those of digests."""

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.config import BotError, Clock
from bot.features import Answerer, Handled, tell
from bot.features.asking import key_of, noted
from bot.features.office import office_address
from bot.features.printing import print_sheet
from bot.features.review_sheet import send_review_sheet
from bot.listeners import gaps, recording
from bot.listeners.bolt_listeners import STALE, Listener, opened, post_key, pressed, remember
from bot.rights import Permissions
from bot.slack import BotStore, Destination, NoticeStore, Outbox, Press, code_of
from bot.slack.outbox import Posted
from bot.slack.payloads import is_no_channel
from bot.slack.store import GivenAnswer, Opinion
from bot.values import LedgerValues
from bot.views import Message, ids
from bot.views.cards import record_message, records_message
from bot.views.details import detail_message, meeting_message
from bot.views.kpis import history_message, kpi_list_message
from bot.views.modals import feedback_modal, office_modal, search_modal
from bot.views.parts import actions, button
from bot.views.sources import share_message, source_message, why_message
from knowledge.model import Catalog
from knowledge.wording import measures, tokyo_day
from knowledge.wording.values import worst_first

SHARED = "チャンネルに共有しました。"
SHARED_BEFORE = "この回答は、すでにこのチャンネルに共有されています。"
NO_CHANNEL = "直接メッセージやホームからは共有できません。共有したいチャンネルで「/senryaku」を使って質問してください。"
NOT_KEPT = "質問の文を保存しない設定のため、読み取り方をあとから説明できません。"
THANKS = "ご意見をありがとうございます。回答の改善に使います。"


# Records


def open_record(press: Press, catalog: Catalog, values: LedgerValues) -> Message:
    value = ids.decode(press.value)
    return record_message(value.record, catalog, values, context=value.context)


def open_detail(press: Press, catalog: Catalog, values: LedgerValues) -> Message:
    value = ids.decode(press.value)
    return detail_message(value.record, catalog, values, context=value.context)


def show_history(press: Press, catalog: Catalog, values: LedgerValues) -> Message:
    value = ids.decode(press.value)
    record = catalog.records.get(value.record)
    if record is None:
        raise BotError(STALE)
    return history_message(record, catalog, values, context=value.context)


def show_source(press: Press, catalog: Catalog, document: tuple[str, ...]) -> Message:
    value = ids.decode(press.value)
    return source_message(value.record, catalog, document, context_key=value.context)


def show_meeting(
    press: Press, catalog: Catalog, values: LedgerValues, outbox: Outbox, store: BotStore, clock: Clock
) -> Message | Handled:
    """For everybody in the room: over the channel's whole width, wherever in the channel the button stood."""
    value = ids.decode(press.value)
    message = meeting_message(value.record, catalog, values, context=value.context)
    if press.view_kind:
        return message
    posted = outbox.post(Destination(press.origin.channel), noted(message, values, tokyo_day(clock())), post_key(press))
    remember(press, posted.ts, store)
    return Handled("posted", 1)


def show_states(press: Press, catalog: Catalog, values: LedgerValues) -> Message:
    """From the App Home: the indicators in one state."""
    found = worst_first(measures(tuple(catalog.indicators.values()), values))
    wanted = [own.indicator.id for own in found if own.state == press.value]
    return kpi_list_message(wanted, catalog, values, heading=f"{press.value}のKPI")


def ask_example(press: Press, answerer: Answerer) -> Message:
    return answerer.answered(press.value, asked_by=press.origin.user)[1]


def search_home(press: Press, answerer: Answerer) -> Message:
    if not press.value.strip():
        raise BotError("調べたいことを入力してください。")
    return ask_example(press, answerer)


def open_search(press: Press, outbox: Outbox) -> Handled:
    if press.view_kind == "modal":
        outbox.update_view(press.view_id, search_modal())
    else:
        outbox.open(press.trigger_id, search_modal())
    return Handled()


# About an answer


def share(press: Press, answerer: Answerer, store: BotStore, outbox: Outbox, notices: NoticeStore) -> Handled:
    """Once for each answer and channel, as a message that stays and names who shared it."""
    value, origin = ids.decode(press.value), press.origin
    if is_no_channel(origin.channel):
        raise BotError(NO_CHANNEL)
    key = f"share {value.context or key_of(press.value)} {origin.channel}"

    def post(may_stand_there: bool) -> None:
        message = share_message(_shared(value, answerer, store), origin.user)
        outbox.post(Destination(origin.channel), message, key, look_first=may_stand_there)

    notices.once(key, post, refusal=SHARED_BEFORE)
    tell(outbox, origin, SHARED)
    return Handled("shared", len(value.records))


def _shared(value: ids.ButtonValue, answerer: Answerer, store: BotStore) -> Message:
    given = store.find_answer(value.context)
    if given is None or not given.query:
        message = records_message(value.records, answerer.catalog, answerer.values)
        return noted(message, answerer.values, tokyo_day(answerer.clock()))
    return answerer.answered(given.query, given.before)[1]


def explain(press: Press, answerer: Answerer, store: BotStore) -> Message:
    given = _given(press, store)
    if given is None:
        raise BotError(STALE)
    if not given.query:
        raise BotError(NOT_KEPT)
    return why_message(answerer.answer(given.query, given.before))


def delete_answer(press: Press, outbox: Outbox, store: BotStore, permissions: Permissions) -> Handled:
    """Only the asker may. A private answer is anyway for them alone."""
    if press.is_private:
        outbox.delete_response(press.origin.response_url)
        return Handled("deleted")
    given = _given(press, store)
    is_asker = given is not None and given.asked_by == press.origin.user
    permissions.check("delete_answer", press.origin, is_asker=is_asker)
    if given is None:
        return Handled("unknown")
    try:
        outbox.delete(Posted(given.channel, given.ts))
    except SlackApiError as error:
        if code_of(error) != "message_not_found":
            raise
    store.mark_deleted(given)
    return Handled("deleted")


def _given(press: Press, store: BotStore) -> GivenAnswer | None:
    """By its key, else by where the button stood."""
    try:
        key = ids.decode(press.value).context
    except ValueError:
        key = ""
    return store.find_answer(key) or store.find_answer_at(press.origin.channel, press.message_ts)


def rate(press: Press, outbox: Outbox, store: BotStore) -> Handled:
    """The rating counts at once; 「改善が必要」 asks for a comment at once, 「役に立った」 leaves a button."""
    rating, about = ids.decode_feedback(press.value)
    given = store.find_answer(about.context)
    answer = about.context or f"{press.origin.channel} {press.message_ts}"
    query = given.query if given else ""
    store.put_opinion(Opinion(answer=answer, user=press.origin.user, rating=rating, query=query))
    if not store.keeps_texts:
        tell(outbox, press.origin, THANKS)
    elif rating == "bad":
        outbox.open(press.trigger_id, feedback_modal(about))
    else:
        tell(outbox, press.origin, THANKS, actions(button("コメントを書く", ids.COMMENT, ids.encode(about))))
    return Handled(rating)


def write_comment(press: Press, outbox: Outbox) -> Handled:
    outbox.open(press.trigger_id, feedback_modal(ids.decode(press.value)))
    return Handled("opened")


def ask_office(press: Press, office_channel: str | None, catalog: Catalog, outbox: Outbox, store: BotStore) -> Handled:
    if office_channel is None:
        tell(outbox, press.origin, office_address(catalog))
        return Handled("no_office_channel")
    about = ids.decode(press.value)
    given, contact = store.find_answer(about.context), catalog.strategy.contact
    modal = office_modal(about, office=contact.office if contact else "", question=given.query if given else "")
    outbox.open(press.trigger_id, modal)
    return Handled("opened")


def ignored(ack: Ack) -> None:
    """Elements that only hold a value, and buttons of messages from earlier versions."""
    ack()


def followed(ack: Ack) -> None:
    """A link: the browser is on its way, and Slack only wants to be told that we know."""
    ack()


ACTIONS: dict[str, Listener] = {
    ids.OPEN: pressed(open_record),
    ids.CHOOSE: pressed(open_record),
    ids.PICK: pressed(open_record),
    ids.DETAIL: pressed(open_detail),
    ids.HISTORY: pressed(show_history, "values"),
    ids.SOURCE: pressed(show_source, privately=True),
    ids.FULL_TEXT: followed,
    ids.MEETING: pressed(show_meeting, publicly=True),
    ids.PRINT: pressed(print_sheet, "values"),
    ids.EXAMPLE: pressed(ask_example),
    ids.KPI_STATES: opened(show_states, "values"),
    ids.HOME_SEARCH: opened(search_home),
    ids.SEARCH_OPEN: opened(open_search),
    ids.SHARE: pressed(share, publicly=True),
    ids.WHY: pressed(explain, privately=True),
    ids.DELETE: pressed(delete_answer),
    ids.FEEDBACK: opened(rate, "opinion"),
    ids.COMMENT: opened(write_comment, "opinion"),
    ids.ASK_OFFICE: opened(ask_office, "office"),
    ids.RECORD: opened(recording.open_form, "record"),
    ids.REVIEW_SHEET: pressed(send_review_sheet, "values"),
    ids.GAPS_LIST: opened(gaps.show_gaps, "gaps"),
    ids.GAP_TEACH: pressed(gaps.open_gap, "gaps", in_view=True),
    ids.GAPS_UNDO: pressed(gaps.undo_teaching, "gaps", in_view=True),
    ids.UNDO: pressed(recording.undo_pressed, "undo"),
}
"""Every action that a builder can put on a button, besides those of digests; a test compares the two."""
