"""The Bolt app: what runs before every listener, and every registration on one screen."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from datetime import timedelta
from typing import Any

from msgspec.structs import fields
from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware

from bot.app.services import OfPlan, Services
from bot.features import Jobs
from bot.listeners import (
    actions,
    commands,
    digest_views,
    events,
    gaps,
    options,
    recording,
    shortcuts,
    steps_and_links,
    unknown,
    views,
)
from bot.listeners.actions import ACTIONS
from bot.listeners.bolt_listeners import opened, submitted
from bot.listeners.digest_actions import DIGEST_ACTIONS
from bot.slack import BotStore, Origin
from bot.slack.payloads import AskedMessage, deleted_message, question_from_event, shortcut_from
from bot.slack.shapes import odd_field
from bot.slack.spoken import as_text, said_in
from bot.views import ids
from bot.views.plan_marks import is_encoded, mark_in
from knowledge.model.errors import DatabaseDownError

BOT_NAME, COMMAND = "senryaku", "/senryaku"
RESUMED = "senryaku_resumed"  # in the body of an event that is taken up again after a restart
EVERY_OTHER = re.compile(".*")
ASKING = frozenset({"app_mention", "message"})
log = logging.getLogger(__name__)
bolt_log = logging.getLogger("bot.bolt")

Body = Mapping[str, Any]
Next = Callable[[], BoltResponse]
_DONE, _UNREADABLE, _LATER = 200, 400, 503


def build_app(
    services: Services, *, authorize: Callable[..., AuthorizeResult], executor: Executor, signing_secret: str = ""
) -> App:
    """Nothing is asked of Slack here; `executor` runs listeners and must have room for more than a few."""
    given = _fields(services)
    bolt_log.setLevel(logging.ERROR)  # not the warning that `authorize` takes the place of a fixed token
    app = App(
        name=BOT_NAME,  # else Bolt reads the source of all its callers to find one
        logger=bolt_log,
        client=services.outbox.client,
        before_authorize=_RefuseOdd(),
        authorize=authorize,
        signing_secret=signing_secret,
        listener_executor=executor,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    bolt_log.setLevel(logging.WARNING)  # at INFO, Bolt logs the bodies of requests with a wrong signature

    def give(context: BoltContext, next: Next) -> BoltResponse:
        """To listeners what they name."""
        services.observer.event()
        context.update(given)
        return next()

    def give_plan(context: BoltContext, body: Body, next: Next) -> BoltResponse:
        """What is another one for each plan: of the one that a button or a form is of, else of the place's."""
        context.update(_fields(services.of_plan(plan_meant(body, services))))
        return next()

    app.use(give)
    app.use(give_plan)
    app.use(take_each_event_once)
    register(app)
    app.error(tell_error)
    return app


def register(app: App) -> None:
    """What arrives, and who deals with it. Bolt takes the first that fits: the catch-alls stand last.

    Questions (ASKING) do not come so far: Bolt runs listeners side by side, and `take_each_event_once` hands them on in
    the order in which they came.
    """
    app.event("app_mention")(events.unheard)
    app.event("message")(events.unheard)
    app.event("app_home_opened")(events.home_opened)
    app.event("agent_session_stopped")(events.agent_stopped)
    app.event("subteam_members_changed")(events.group_changed)
    app.event("channel_shared")(events.channel_shared)
    app.event("channel_id_changed")(events.channel_renamed)
    app.event("link_shared")(steps_and_links.link_shared)
    app.function(ids.ASK_STEP)(steps_and_links.ask_step)
    app.function(ids.DIGEST_STEP)(steps_and_links.digest_step)
    app.event("tokens_revoked")(events.app_lost)
    app.event("app_uninstalled")(events.app_lost)
    app.event("app_context_changed")(events.unheard)  # Slack sends it to every agent app; we need none of it
    app.event(EVERY_OTHER)(events.unheard)
    app.command(COMMAND)(commands.senryaku_command)
    app.command(EVERY_OTHER)(unknown.unknown_command)
    app.shortcut(ids.SEARCH_SHORTCUT)(opened(shortcuts.search, read=shortcut_from))
    app.shortcut(ids.RELATED_SHORTCUT)(shortcuts.related)
    app.shortcut(EVERY_OTHER)(unknown.unknown_shortcut)
    for action, listener in (ACTIONS | DIGEST_ACTIONS).items():
        app.action(ids.pattern(action))(listener)
    app.action(EVERY_OTHER)(actions.ignored)
    app.options(ids.SEARCH_PICK)(options.search_pick)
    app.options(ids.GAP_MEANS)(options.search_pick)
    app.options(ids.DIGEST_INDICATORS)(options.digest_indicators)
    app.options(EVERY_OTHER)(unknown.unknown_menu)
    app.view(ids.SEARCH_MODAL)(submitted(views.searched, "ask", field=ids.SEARCH_TEXT))
    app.view(ids.FEEDBACK_MODAL)(submitted(views.commented, "opinion", field=ids.FEEDBACK_COMMENT))
    app.view(ids.OFFICE_MODAL)(submitted(views.office_asked, "office", field=ids.OFFICE_QUESTION))
    app.view(ids.DIGEST_MODAL)(submitted(digest_views.saved, "digest", field=ids.DIGEST_NAME))
    app.view(ids.DIGEST_OWNER_MODAL)(submitted(digest_views.owner_chosen, "digest", field=ids.DIGEST_OWNER))
    app.view(ids.GAP_MODAL)(submitted(gaps.taught, "gaps", field=ids.GAP_WORD))
    app.view(ids.ACTUAL_MODAL)(submitted(recording.entered, "record", field=ids.ACTUAL_VALUE))
    app.view(EVERY_OTHER)(unknown.unknown_view)


def _fields(record: Services | OfPlan) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def plan_meant(body: Body, services: Services) -> str:
    """The mark that what was pressed or sent off carries, else that of the channel's plan, else of the usual one."""
    encoded = [text for text in _values(body) if is_encoded(text)]
    carried = next((mark for text in encoded if (mark := mark_in(text)) is not None), None)
    if carried is None and encoded:
        return ""  # a button of the time when there was only one
    return services.plan_at(_channel(body)) if carried is None else carried


def _values(body: Body) -> Iterator[str]:
    """What the button that was pressed holds, then the view that it stands in, or that was sent off."""
    for action in body.get("actions") or ():
        yield str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    yield str((body.get("view") or {}).get("private_metadata") or "")


def _channel(body: Body) -> str:
    container = body.get("container") or {}
    place = (body.get("event") or {}).get("channel") or body.get("channel") or container.get("channel_id")
    return str(place.get("id") or "") if isinstance(place, Mapping) else str(place or body.get("channel_id") or "")


class _RefuseOdd(Middleware):
    """Before anything is read of it: to give a function what it names, Bolt itself looks into actions and views."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Next) -> BoltResponse:
        """Over a socket it is acknowledged: it would only come again."""
        if odd := odd_field(req.body):
            log.warning("payload of an odd shape refused: %s", odd)
            return BoltResponse(status=_DONE if req.mode == "socket_mode" else _UNREADABLE)
        return next()


def take_each_event_once(
    body: Body,
    request: BoltRequest,
    context: BoltContext,
    store: BotStore,
    jobs: Jobs,
    edit_window: timedelta,
    next: Next,
) -> BoltResponse:
    """Slack repeats what was not acknowledged, reconnects bring the same again, and a mention may come as two events.

    Questions are written down until they are answered, and that is on disk before they are acknowledged. While the
    queue is full, an event is not acknowledged: Slack brings it again later.
    """
    if body.get("type") != "event_callback":
        return next()
    if body["event"]["type"] in ASKING:
        status = _take_question(body, context, store, jobs, edit_window)
        if request.mode != "socket_mode":  # which settles for several before it acknowledges them
            store.settle()
        return BoltResponse(status=status)
    event_id = str(body.get("event_id") or "")
    if event_id and not store.take(event_id):
        return BoltResponse(status=_DONE)
    return next()


def _take_question(body: Body, context: BoltContext, store: BotStore, jobs: Jobs, edit_window: timedelta) -> int:
    """An edit that comes too late to be answered does not stop what it was before."""
    if gone := deleted_message(body):
        store.take(gone)  # where its question comes after it, nobody asks any more
        return _DONE
    question = question_from_event(body)
    if question is None or not (question.is_asked or _has_answer(question, store)):
        return _DONE
    if body.get(RESUMED):
        question = question.resumed()
    elif jobs.is_full:
        log.warning("queue full: event left to Slack's retry")
        return _LATER
    else:
        edit = (question.message, question.edited_ts) if question.is_edited_within(edit_window) else None
        if not store.take(question.key, body=slim(body), also=(question.place,), edit=edit, is_settled=False):
            return _DONE
    context["question"] = question
    events.asked(question, context, jobs, store)
    return _DONE


def _has_answer(question: AskedMessage, store: BotStore) -> bool:
    """The change of a message in a channel, which Slack tells again as a mention where it still is one."""
    return bool(question.edited_ts) and store.find_answer_to(question.origin.channel, question.ts) is not None


def slim(value: Mapping[str, Any]) -> dict[str, Any]:
    """What it takes to answer a question again: its words as text, wherever in the message they stood."""
    kept = {
        name: slim(inner) if isinstance(inner, Mapping) else inner
        for name, inner in value.items()
        if name not in ("blocks", "attachments", "files", "token")
    }
    said = said_in(value) if "attachments" in value or "blocks" in value else ""
    return {**kept, "text": as_text(said)} if said and said != said_in(kept) else kept


def tell_error(error: Exception, body: Body, request: BoltRequest, jobs: Jobs | None) -> BoltResponse | None:
    """What went wrong in a listener itself, before its work was under way.

    That the database is away was told when the event came first, by whichever replica: it comes again until it can be
    written down.
    """
    if jobs is None:
        log.error("before any listener", exc_info=error)
        return None
    if isinstance(error, DatabaseDownError) and request.headers.get("x-slack-retry-num", ["0"]) != ["0"]:
        log.info("not told again: %s", error)
        return None
    user = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user") or ""
    origin = Origin(kind="error", user=str(user), response_url=str(body.get("response_url") or ""))
    jobs.report(origin, error)
    return None
