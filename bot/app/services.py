"""What the running bot is made of: opened once, at the start, and given to listeners by these names."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from msgspec import Struct
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app.links import site_links, site_records
from bot.app.record_checks import LossMonitor, tell_losses
from bot.app.wiring import ledger_in
from bot.config import BotError, Clock, Lru
from bot.config.clock import system_clock
from bot.config.observer import Observer
from bot.config.slack_settings import SlackSettings
from bot.delivery import DigestRenderer, DigestStore, Scheduler
from bot.delivery.checked_clock import CheckedClock
from bot.delivery.loop import DigestLoop
from bot.delivery.slack_poster import CALL_TIMEOUT_S, SlackPoster
from bot.features import Answerer, Digests, HomeTab, Installation, Jobs, Recording, Teaching
from bot.features.announcements import Announcements
from bot.features.digest_sharing import rest_where_shared_unheard
from bot.features.maintenance import Maintenance
from bot.features.unfurling import RecordAt
from bot.rights import Permissions
from bot.rights.channels import Channels
from bot.rights.permissions import Organisation, opened_by
from bot.slack import LOST, BotStore, Notice, NoticeStore, Outbox, code_of, error_text_of
from bot.slack.deadline import LookUpClient
from bot.slack.job_queue import JobQueue
from bot.slack.link import NO_SOCKS, is_socks
from bot.slack.retries import retry_handlers
from bot.slack.slack_time import DatedClient, SlackTime
from bot.slack.suggestions import Suggestions
from bot.values import LedgerValues
from bot.values.plans import MOST_OPEN, Knowledge, Plans
from knowledge.answers.answer import mark_and_id
from knowledge.model import Catalog, KnowledgeError
from knowledge.storage import LedgerStore
from knowledge.storage.place import RecordPlace
from knowledge.storage.plans import TiedChannels
from knowledge.storage.server import ONLY_CITY, Server
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 15
LOOK_UPS_S = 1  # for all look-ups together: Slack waits three seconds for a form, or for the errors in it
NO_SLACK = (
    "Slack（{url}）につながりません。"
    "ネットワークと、プロキシの設定（SENRYAKU_PROXY、HTTPS_PROXY、NO_PROXY）を確かめてください。"
)
NOT_SLACK = (
    "Slack（{url}）から、Slack のものではない返事が届きました。途中の機器やプロキシの画面が返っていることがあります。"
    "プロキシの設定（SENRYAKU_PROXY、HTTPS_PROXY、NO_PROXY）と SLACK_API_BASE_URL を確かめてください。"
)


class OfPlan(Struct, frozen=True, kw_only=True):
    """What is another one for each plan. `plan`: its mark."""

    plan: str
    answerer: Answerer
    catalog: Catalog
    values: LedgerValues
    document: tuple[str, ...]
    suggestions: Suggestions
    outbox: Outbox
    announcements: Announcements
    recording: Recording
    digests: Digests
    teaching: Teaching
    home_tab: HomeTab


class Services(Struct, frozen=True, kw_only=True):
    """Nobody is handed all of it: a middleware puts each into Bolt's context, and Bolt gives what a listener names.

    `of_plan`: by a mark; PlanGoneError where it is held no more.
    """

    plans: Plans
    of_plan: Callable[[str], OfPlan]
    outbox: Outbox
    clock: Clock
    office_channel: str | None
    edit_window: timedelta
    store: BotStore
    notices: NoticeStore
    permissions: Permissions
    installation: Installation
    queue: JobQueue
    jobs: Jobs
    renderer: DigestRenderer
    loop: DigestLoop
    maintenance: Maintenance
    data: Path
    schedules: DigestStore
    tied: TiedChannels
    observer: Observer
    record_at: RecordAt

    @property
    def usual(self) -> OfPlan:
        """Of the plan for whatever names none."""
        return self.of_plan(self.plans.usual(tokyo_day(self.clock())))

    def plan_at(self, channel: str) -> str:
        """The mark of the plan that a channel is tied to, else of the usual one."""
        tied = self.tied.plan_of(channel) if self.plans.are_several and channel else None
        return tied if tied is not None and tied in self.plans.labels() else self.plans.usual(tokyo_day(self.clock()))

    def take_up_announcements(self, is_left: Callable[[Notice], bool] = lambda _: True) -> None:
        """What another run recorded and did not announce; no other plan is opened for it.

        `is_left`: whether nobody else is about to.
        """
        left = [notice for notice in self.notices.waiting() if notice.entry and is_left(notice)]
        waiting = {mark_and_id(notice.entry)[0] for notice in left}
        old = {""} if self.store.old_announcements() else set[str]()
        for mark in (waiting | old) & self.plans.labels().keys():
            self.of_plan(mark).announcements.take_up_again(self.store, left)

    def fold(self) -> None:
        """What has been written, so that two copies of it exist. The plans' ledgers lie in one database."""
        fold_all(self.usual.recording.ledger, self.schedules, self.store)


def fold_all(*stores: LedgerStore | DigestStore | BotStore) -> None:
    for store in stores:
        with suppress(KnowledgeError):  # a full disk, for instance: nothing depends on it
            store.fold()


def open_services(
    settings: SlackSettings,
    data: Path,
    plans: Plans,
    clock: Clock,
    client: DatedClient,
    own: AuthorizeResult,
    place: RecordPlace | None = None,
    *,
    run: str = "",
) -> Services:
    """`own`: who the bot is, as `sign_in` tells it. A clock that somebody has set, as `--now` does, is believed.

    `place`: of the records, where it is not the data folder. `run`: of this replica.
    """
    place = place or data
    checked = CheckedClock(clock, client.slack_time if clock is system_clock else SlackTime(), client.auth_test)
    clock, installation = checked, Installation()
    observer = client.observer
    store = BotStore(place, clock, keeps_texts=settings.keep_texts, run=run)
    schedules = DigestStore(place, clock, store.has_taken, observer)
    channels, permissions = _rights(settings, client, own, clock, place)
    usual = plans.of(plans.usual(tokyo_day(clock())))
    outbox = Outbox(client, store, link_of=site_links(settings.site_url, usual))
    queue = JobQueue(workers=settings.workers, length=settings.queue_length)
    jobs, renderer = Jobs(queue, outbox, installation, observer), DigestRenderer.of_plans(plans)
    scheduler = open_scheduler(settings, schedules, renderer, clock, store, permissions, beside=client)

    def of_plan(knowledge: Knowledge) -> OfPlan:
        return _of_plan(knowledge, plans, settings, place, clock, store, schedules, channels, permissions, outbox, jobs)

    made: Lru[str, OfPlan] = Lru(MOST_OPEN)
    first = made.put(usual.mark, of_plan(usual))
    return Services(
        plans=plans,
        of_plan=lambda mark: made.get(mark, lambda: of_plan(plans.of(mark))),
        outbox=outbox,
        clock=clock,
        office_channel=settings.office_channel,
        edit_window=timedelta(minutes=settings.edit_minutes),
        store=store,
        notices=schedules.notices,
        permissions=permissions,
        installation=installation,
        queue=queue,
        jobs=jobs,
        renderer=renderer,
        loop=DigestLoop(scheduler, clock, place, is_sure=lambda: checked.is_sure(scheduler.tell_admins)),
        maintenance=_maintenance(first, usual, store, schedules, permissions, jobs, clock, data),
        data=data,
        schedules=schedules,
        tied=TiedChannels(place),
        observer=observer,
        record_at=site_records(settings.site_url, usual),
    )


def _rights(
    settings: SlackSettings, client: DatedClient, own: AuthorizeResult, clock: Clock, place: RecordPlace
) -> tuple[Channels, Permissions]:
    is_one_of_many = isinstance(place, Server) and place.city != ONLY_CITY
    single_try = web_client(settings, timeout_s=LOOK_UPS_S, is_repeating=False, observer=client.observer)
    channels = Channels(
        _looking_up(single_try, single_try), opened=opened_by(settings), clock=clock, is_of_team_alone=is_one_of_many
    )
    whose = _organisation(own, of_team_alone=is_one_of_many)
    return channels, Permissions(_looking_up(client, single_try), whose, settings, clock, channels)


def _maintenance(
    first: OfPlan,
    usual: Knowledge,
    store: BotStore,
    schedules: DigestStore,
    permissions: Permissions,
    jobs: Jobs,
    clock: Clock,
    data: Path,
) -> Maintenance:
    def look() -> bool:
        with suppress(KnowledgeError):  # of answers, for which nobody waited; a second later it is tried again
            store.settle_answers()
        store.look()
        return usual.values.current.is_partial or schedules.is_partial

    tasks: dict[str, Callable[[], object]] = {
        "fold": lambda: fold_all(first.recording.ledger, schedules, store),  # one database for all plans
        "losses": lambda: tell_losses(data, permissions.told_of_trouble(), schedules.notices),
        "expire": store.expire,
        "told": schedules.notices.expire,  # after the losses, of which some may be current still
        "shared": lambda: rest_where_shared_unheard(first.digests),
    }
    calls = {"losses": LossMonitor(data, look).has_new_loss, "fold": lambda: store.is_long}
    return Maintenance(tasks, jobs, clock, calls=calls)


def _of_plan(
    knowledge: Knowledge,
    plans: Plans,
    settings: SlackSettings,
    place: RecordPlace,
    clock: Clock,
    store: BotStore,
    schedules: DigestStore,
    channels: Channels,
    permissions: Permissions,
    outbox: Outbox,
    jobs: Jobs,
) -> OfPlan:
    catalog, values = knowledge.catalog, knowledge.values
    own = outbox.in_plan(plans.button_mark(knowledge.mark))
    announcements = Announcements(
        channel=settings.records_channel,
        permissions=permissions,
        values=values,
        notices=schedules.notices,
        working_on=schedules.working_on,
        outbox=own,
        jobs=jobs,
        mark=knowledge.mark,
    )
    digests = Digests(
        store=schedules,
        channels=channels,
        permissions=permissions,
        plans=plans,
        plan=knowledge.mark,
        clock=clock,
        grace=settings.digest_grace,
    )
    teaching = Teaching(store=store, taught=knowledge.taught, values=values, clock=clock)
    return OfPlan(
        plan=knowledge.mark,
        answerer=Answerer(plans=plans, catalog=catalog, values=values, clock=clock, plan=knowledge.mark),
        catalog=catalog,
        values=values,
        document=knowledge.document,
        suggestions=Suggestions(catalog),
        outbox=own,
        announcements=announcements,
        recording=Recording(
            ledger=ledger_in(place, catalog),
            catalog=catalog,
            permissions=permissions,
            announcements=announcements,
            clock=clock,
        ),
        digests=digests,
        teaching=teaching,
        home_tab=HomeTab(
            digests=digests, values=values, outbox=own, jobs=jobs, teaching=teaching, keeps_texts=settings.keep_texts
        ),
    )


def _organisation(own: AuthorizeResult, *, of_team_alone: bool) -> Organisation:
    """`of_team_alone`: people of the other workspaces of an Enterprise organisation are not its own."""
    return Organisation(team=str(own.team_id or ""), enterprise="" if of_team_alone else str(own.enterprise_id or ""))


def _looking_up(client: DatedClient, single_try: DatedClient) -> LookUpClient:
    """As `client`, and as `single_try` before somebody's three seconds are over."""
    return LookUpClient(
        client.slack_time,
        observer=client.observer,
        single_try=single_try,
        deadline_s=LOOK_UPS_S,
        token=client.token,
        base_url=client.base_url,
        proxy=client.proxy,
        timeout=client.timeout,
        retry_handlers=client.retry_handlers,
    )


def open_scheduler(
    settings: SlackSettings,
    schedules: DigestStore,
    renderer: DigestRenderer,
    clock: Clock,
    store: BotStore,
    permissions: Permissions,
    *,
    beside: DatedClient | None = None,
) -> Scheduler:
    """Digests have a client of their own: it repeats nothing by itself, and nobody waits behind it."""
    time, observer = (beside.slack_time, beside.observer) if beside else (None, None)
    client = web_client(settings, timeout_s=CALL_TIMEOUT_S, is_repeating=False, slack_time=time, observer=observer)
    return Scheduler(
        schedules,
        renderer,
        SlackPoster(Outbox(client, store)),
        clock,
        admins=permissions.admins,
        others=permissions.told_of_trouble,
        departed=permissions.departed,
    )


def web_client(
    settings: SlackSettings,
    *,
    timeout_s: int = ANSWER_TIMEOUT_S,
    is_repeating: bool = True,
    slack_time: SlackTime | None = None,
    observer: Observer | None = None,
) -> DatedClient:
    """`slack_time`: of another client, which this one keeps right as well. `observer`: hears of failed calls."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    return DatedClient(
        slack_time or SlackTime(),
        observer=observer,
        token=token,
        base_url=settings.base_url,
        proxy=settings.proxy,
        timeout=timeout_s,
        retry_handlers=retry_handlers() if is_repeating else [],
    )


def sign_in(client: WebClient) -> AuthorizeResult:
    """Who the bot is. Once, so that no event waits for it."""
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        trouble, code = error_text_of(error), code_of(error)
        told = trouble.to_operator if trouble else f"Slack にログインできません（{code}）。" if code else ""
        raise BotError(told or NOT_SLACK.format(url=client.base_url)) from error
    except LOST as error:
        hint = NO_SOCKS if is_socks(client.proxy) else ""
        raise BotError(NO_SLACK.format(url=client.base_url) + hint) from error
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        bot_user_id=answer.get("user_id"),
        bot_id=answer.get("bot_id"),
        bot_token=client.token,
    )
