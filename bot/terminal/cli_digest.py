"""`senryaku digest …`: scheduled digests in the terminal."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from time import monotonic, sleep
from typing import Annotated, Any

import typer

from bot.app.place import place_of, slack_of
from bot.app.plans import plan_of
from bot.app.wiring import open_plans
from bot.config import BotError, Clock, WrongCallError
from bot.config.settings import Settings
from bot.delivery import DigestRenderer, DigestStore, Scheduler
from bot.delivery.folder_lock import digest_lock
from bot.delivery.store import DELIVERIES_FOLDER, FOLDER, Request, UnknownScheduleError
from bot.digests import DigestScope, Recurrence, Schedule, Slot, stream_of_now
from bot.digests.recurrence import describe
from bot.digests.result import has_trouble, result_text
from bot.digests.schedule import next_runs
from bot.digests.scope import scope_label
from bot.digests.slot import slot_key
from bot.terminal.output import print_json
from bot.terminal.usage import Command, JsonOption, Offers, group_of_commands, ids_of_kinds, offered, with_settings
from bot.values import find_indicator, parse_date
from bot.values.plans import NOT_HELD, Plans
from bot.views.digests.message import preview_text
from knowledge.indicators.ledger import end_of_day
from knowledge.model import JST, Catalog, KnowledgeError, name_key
from knowledge.model.structs import replace
from knowledge.storage.place import was_kept_at
from knowledge.wording import tokyo_day
from knowledge.wording.moments import stamp_text
from knowledge.wording.values import loss_note

LONGEST_WAIT = timedelta(seconds=30)  # for Slack's next free second; a real wait is left to `serve`
SERVE_WAIT_S, LOOK_EVERY_S = 60.0, 0.2
SCOPE_WORDS = {
    "all": "すべて",
    "behind": "遅れ・後退・未達成",
    "unrecorded": "未登録",
    "reminder": "登録のお願い",
}
UNINSTALLED = "ワークスペース {team} からアプリが削除されているため、配信できません。"
SCOPE_HELP = f"{'、'.join(f'{name}（{what}）' for name, what in SCOPE_WORDS.items())}、pkg3、g1、k3-3,k3-4 のどれか"

digest = group_of_commands()


def _digest_ids(settings: Settings) -> Offers:
    store = _find_store(settings)
    return ((each.id, each.name) for each in store.schedules()) if store else ()


DigestId = Annotated[
    str,
    typer.Argument(
        metavar="定期配信",
        help="定期配信の ID。例 s1（digest list で確かめられます）",
        autocompletion=offered(_digest_ids),
    ),
]
OptionalId = Annotated[
    str | None,
    typer.Argument(
        metavar="定期配信",
        help="定期配信の ID。なければ、いま --scope で配信したときの内容",
        autocompletion=offered(_digest_ids),
    ),
]
ScopeOption = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="範囲",
        help=SCOPE_HELP,
        autocompletion=offered(ids_of_kinds("packages", "goals", "indicators"), SCOPE_WORDS),
    ),
]
DigestDay = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日付", help="その日の配信（なければその日の終わりの時点）。例 2024-06-03"),
]


@digest.command("list", cls=Command)
@with_settings
def list_digests(settings: Settings, as_json: JsonOption = False) -> None:
    """定期配信を、次の予定と前回の結果とともに一覧にします。"""
    plans, store, now = open_plans(settings, records=False), _find_store(settings), settings.clock()
    listed = store.schedules() if store else ()
    if as_json:
        rows = [_object(each, store.last_slot(each.id), plans, now) for each in listed] if store else []
        print_json(rows)
        return
    if not store or not listed:
        typer.echo("定期配信はまだありません。Slack で /senryaku digest と入力すると作れます。")
        return
    for each in listed:
        for line in _lines(each, store.last_slot(each.id), plans, now):
            typer.echo(line)


def _about(schedule: Schedule, plans: Plans) -> str:
    """「すべての指標」, with the name of the plan where there are several."""
    if schedule.plan not in plans.labels():
        return NOT_HELD
    words, name = scope_label(schedule.scope, plans.of(schedule.plan).catalog), plans.name_of(schedule.plan)
    return f"{words}・{name}" if name else words


def _lines(schedule: Schedule, last: Slot | None, plans: Plans, now: datetime) -> Iterator[str]:
    paused = "（一時停止中）" if schedule.paused else ""
    yield f"{schedule.id}  {schedule.name}{paused}"
    yield f"    配信先 {schedule.channel_id}・{_about(schedule, plans)}・{describe(schedule.rule)}"
    if runs := next_runs(schedule, now):
        yield f"    次の予定 {'、'.join(f'{stamp_text(run)}' for run in runs)}"
    yield f"    前回 {'⚠ ' if has_trouble(last) else ''}{result_text(last)}"


def _object(schedule: Schedule, last: Slot | None, plans: Plans, now: datetime) -> dict[str, Any]:
    """Times are ISO 8601, Tokyo's."""
    return {
        "id": schedule.id,
        "name": schedule.name,
        "channel": schedule.channel_id,
        "creator": schedule.creator,
        "scope": {
            "kind": schedule.scope.kind,
            "ids": schedule.scope.ids,
            "label": _about(schedule, plans),
        },
        "rhythm": describe(schedule.rule),
        "paused": schedule.paused,
        "next": [run.isoformat() for run in next_runs(schedule, now)],
        "last": last
        and {
            "due": last.due.astimezone(JST).isoformat(),
            "state": last.state,
            "note": last.note,
            "text": result_text(last),
        },
    }


@digest.command(cls=Command)
@with_settings
def preview(settings: Settings, id: OptionalId = None, scope: ScopeOption = None, as_of: DigestDay = None) -> None:
    """配信される内容を、送らずに表示します。Slack のトークンは要りません。"""
    plans, now = open_plans(settings, records=False), settings.clock()
    day = parse_date(as_of) if as_of else None
    if day and day > tokyo_day(now):
        raise WrongCallError("--as-of には、今日までの日付を指定してください。")
    moment, before = min(end_of_day(day), now) if day else now, None
    if id is None:
        mark = plan_of(settings).mark
        schedule = _on_the_spot(_scope(scope or "all", plans.of(mark).catalog), now, mark)
    else:
        store = _store(settings, id)
        schedule = store.get(name_key(id))
        by_hand = store.slots(stream_of_now(schedule.id))
        sent = [slot for slot in (*by_hand, *store.slots(schedule.id)) if slot.state == "recorded"]
        that_day = [slot for slot in sent if tokyo_day(slot.as_of) == day]
        if that_day:
            moment, before = that_day[-1].as_of, that_day[-1].before
            schedule = replace(schedule, scope=that_day[-1].scope, layout=that_day[-1].layout)
        else:
            before = store.last_as_of(schedule.id, moment, by_hand=True)
        catalog = plans.of(schedule.plan).catalog
        schedule = replace(schedule, scope=_scope(scope, catalog)) if scope else schedule
    typer.echo(preview_text(DigestRenderer.of_plans(plans).preview(schedule, moment, before)))


@digest.command(cls=Command)
@with_settings
def run(settings: Settings, id: DigestId) -> None:
    """定期配信を、予定を待たずにいま Slack に配信します。決まった予定の配信には影響しません。"""
    store, plans = _store(settings, id), open_plans(settings, records=False)
    schedule, lock = store.get(name_key(id)), digest_lock(place_of(settings))
    plans.of(schedule.plan)
    is_alone = lock is None or lock.take()
    try:
        clock = settings.clock
        scheduler = _scheduler(settings, store, plans, clock) if is_alone else None
        request = store.ask_now(schedule.id, clock(), by="端末")
        if scheduler:
            _deliver(scheduler, request, clock)
        else:
            _wait_for_serve(store, request)
    finally:
        if lock and is_alone:
            lock.release()
    slot = store.slot(slot_key(stream_of_now(schedule.id), request.at))
    if slot is None or slot.state != "recorded":
        reason = f"（{slot.note.rstrip('。')}）" if slot and slot.note else ""
        later = "" if slot and slot.is_settled else "ボット（senryaku serve）が動いていれば、続けて配信を試みます。"
        raise BotError(f"「{schedule.name}」を配信できませんでした{reason}。{later}")
    what = f"{slot.parts}件のメッセージで配信しました" if slot.parts else "変わりがないため、送るものがありませんでした"
    typer.echo(f"「{schedule.name}」を{what}。")


def _deliver(scheduler: Scheduler, request: Request, clock: Clock) -> None:
    while (until := scheduler.deliver(request)) is not None and until - clock() < LONGEST_WAIT:
        sleep(LOOK_EVERY_S)


def _wait_for_serve(store: DigestStore, request: Request) -> None:
    """The running bot holds the folder, and takes the request up within a second or two."""
    until = monotonic() + SERVE_WAIT_S
    while request in store.requests() and monotonic() < until:
        sleep(LOOK_EVERY_S)


def _scheduler(settings: Settings, store: DigestStore, plans: Plans, clock: Clock) -> Scheduler:
    # slack_bolt comes along, which the other commands do without
    from bot.app.serve import NO_BOT_TOKEN
    from bot.app.services import open_scheduler, web_client
    from bot.rights import Permissions
    from bot.rights.permissions import Organisation
    from bot.slack import BotStore

    slack = slack_of(settings)
    if slack.bot_token is None:
        raise BotError(UNINSTALLED.format(team=settings.workspace) if settings.workspace else NO_BOT_TOKEN)
    renderer = DigestRenderer.of_plans(plans)
    permissions = Permissions(
        web_client(slack, is_repeating=False), Organisation(""), slack, clock
    )  # asked for admins and owners alone
    return open_scheduler(slack, store, renderer, clock, BotStore(place_of(settings), clock), permissions)


def _find_store(settings: Settings) -> DigestStore | None:
    """None where nobody has made a schedule: looking makes no folder. Says where some of it cannot be read."""
    place = place_of(settings)
    if not any(was_kept_at(place, name) for name in (FOLDER, DELIVERIES_FOLDER)):
        return None
    store = DigestStore(place)
    if store.is_partial:
        typer.echo(loss_note("定期配信"), err=True)
    return store


def _store(settings: Settings, id: str) -> DigestStore:
    store = _find_store(settings)
    if store is None:
        raise UnknownScheduleError(id)
    return store


def _scope(text: str, catalog: Catalog) -> DigestScope:
    """WrongCallError for what is no scope."""
    key = name_key(text)
    packages, goals = {each.id for each in catalog.base.packages}, {each.id for each in catalog.base.goals}
    match key:
        case "all" | "behind" | "unrecorded" | "reminder":
            return DigestScope(key)
        case _ if key in packages:
            return DigestScope("package", (key,))
        case _ if key in goals:
            return DigestScope("goal", (key,))
    ids = text.replace("、", ",").split(",")
    try:
        return DigestScope("indicators", tuple(find_indicator(catalog, name.strip()).id for name in ids))
    except (KnowledgeError, BotError):  # an unknown indicator, or an empty name
        raise WrongCallError(f"「{text}」という範囲はありません。{SCOPE_HELP}を指定してください。") from None


def _on_the_spot(scope: DigestScope, now: datetime, plan: str) -> Schedule:
    """As if somebody had just made one."""
    return Schedule(
        id="preview",
        name="定期配信の見本",
        channel_id="preview",
        creator="端末",
        rule=Recurrence(rhythm="daily", at=time(9)),
        created_at=now,
        updated_at=now,
        since=now,
        scope=scope,
        plan=plan,
    )
