"""`senryaku kb …`: the plans that questions are answered from, read from texts: built, added, chosen, checked."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import open_catalog
from bot.app.place import place_of
from bot.app.plan_files import unread_keys
from bot.app.plans import ACTUALS_FOLDER, add_plan, base_store, build_plan, held_plans, plan_of, usual_of
from bot.app.wiring import check_data_files, misread_examples, open_taught
from bot.config import BotError
from bot.config.settings import Settings
from bot.delivery import DigestStore
from bot.delivery.store import FOLDER as DIGESTS
from bot.digests import paused
from bot.terminal.build_report import build_report, finding_line, read_lines
from bot.terminal.cli_new_plan import NewPlanId, new_plan
from bot.terminal.output import is_sure, print_json
from bot.terminal.usage import Command, JsonOption, group_of_commands, offered, plan_ids, with_settings
from knowledge.model import Catalog
from knowledge.model.base_json import to_json
from knowledge.model.data_files import text_path
from knowledge.model.normalize import without_unseen
from knowledge.model.plans import ended_note
from knowledge.model.records import KnowledgeBase
from knowledge.reading import build, read_source
from knowledge.storage.knowledge_store import fingerprints
from knowledge.storage.ledger_store import LEDGER_KINDS, entries_of
from knowledge.storage.place import is_there, open_records
from knowledge.storage.plans import HeldPlan, PlanStore, TiedChannels

kb = group_of_commands()

BuildPath = Annotated[
    Path,  # not checked by typer, to which a file that may not be read is a wrong call
    typer.Argument(
        metavar="場所",
        readable=False,
        help="本文のファイル（PDF、Word、Excel、テキストなど）か、strategy.txt のあるフォルダー",
    ),
]

PlanId = Annotated[
    str,
    typer.Argument(metavar="ID", help="計画の ID。kb list で確かめられます", autocompletion=offered(plan_ids)),
]
Sure = Annotated[bool, typer.Option("--yes", help="確かめずに外します")]
AUTO = "auto"
TIED_CHANNELS = (
    "この計画に結び付けたチャンネル {count}件では、戻すまで「{plan}」から答えます"
    "（Slack の「/senryaku plan」で変えられます）。"
)
RESTART = "動いているボットには、起動し直すと反映されます。"
AT_ONCE = "動いているボットには、数秒で反映されます。"  # where each workspace is looked after


@kb.command("build", cls=Command)
@with_settings
def build_knowledge_base(settings: Settings, path: BuildPath) -> None:
    """戦略の本文を読み取って知識ベースを作り、結果を報告します。以後の質問はこの戦略に答えます。

    いくつもの計画があるときは、その計画を読み直すか、新しい計画として加えます（kb use で選べます）。
    """
    started = time.perf_counter()
    check_data_files(path)
    plan, base = build_plan(settings, path)
    open_taught(settings, Catalog(base, plan.key), plan)  # so that the first question waits for nothing
    _report(plan, base, started, settings)


kb.command("new", cls=Command)(new_plan)


@kb.command("lines", cls=Command)
@with_settings
def show_lines(settings: Settings, path: BuildPath) -> None:
    """本文を読み取ったままの行を、行番号とページを付けて出力します。訂正（corrections.toml）は、この行番号で書きます。"""
    read = read_source(text_path(path))
    for line in read_lines(read):
        typer.echo(without_unseen(line))
    for finding in read.findings:
        typer.echo(without_unseen(finding_line(finding)), err=True)


@kb.command("add", cls=Command)
@with_settings
def add_to_plans(settings: Settings, path: BuildPath, id: NewPlanId = "") -> None:
    """計画を一つ加えます。第2期と第3期、総合戦略と総合計画のように、いくつもの計画に答えられます。"""
    started = time.perf_counter()
    check_data_files(path)
    plan, base = add_plan(settings, path, id)
    _report(plan, base, started, settings, when=_heard_when(settings))


def _heard_when(settings: Settings) -> str:
    """Of which plans there are; a text that is read anew is heard of when the bot starts."""
    return AT_ONCE if settings.workspace else RESTART


def _report(plan: HeldPlan, base: KnowledgeBase, started: float, settings: Settings, *, when: str = RESTART) -> None:
    for line in build_report(base, time.perf_counter() - started, settings.today):
        typer.echo(line)
    for sentence in unread_keys(plan.path, Catalog(base).records):
        typer.echo(sentence, err=True)
    held = held_plans(settings)
    if len(held) > 1:
        typer.echo(f"\nこの計画の ID は {plan.id} です。計画は{len(held)}件あります（senryaku kb list）。")
        typer.echo(when)


@kb.command("list", cls=Command)
@with_settings
def list_plans(settings: Settings, as_json: JsonOption = False) -> None:
    """加えた計画を、ID・計画期間・実績の件数とともに一覧にします。"""
    held, today = held_plans(settings), settings.today
    usual, chosen = usual_of(settings, held, today), PlanStore(place_of(settings)).chosen
    if as_json:
        print_json([_object(plan, usual, settings, today) for plan in held])
        return
    for plan in held:
        for line in _lines(
            plan, settings, today, is_usual=plan == usual and len(held) > 1, is_chosen=plan.id == chosen
        ):
            typer.echo(without_unseen(line))


def _lines(plan: HeldPlan, settings: Settings, today: date, *, is_usual: bool, is_chosen: bool) -> Iterator[str]:
    why = "kb use で選択中" if is_chosen else "計画期間から自動"
    yield f"{plan.id}  {plan.facts.label}{f' ← 何も言わないときに答える計画（{why}）' if is_usual else ''}"
    yield f"    本文 {plan.strategy}　実績の記録 {_recorded(plan, settings)}件"
    if note := ended_note(plan.period, today):
        yield f"    {note}"


def _object(plan: HeldPlan, usual: HeldPlan, settings: Settings, today: date) -> dict[str, Any]:
    period = plan.period
    return {
        "id": plan.id,
        "title": plan.title,
        "municipality": plan.municipality or None,
        "period": period and {"start_fiscal_year": period.start_fiscal_year, "end_fiscal_year": period.end_fiscal_year},
        "in_force": plan.facts.is_in_force(today),
        "used": plan == usual,
        "strategy": plan.strategy,
        "entries": _recorded(plan, settings),
    }


def _recorded(plan: HeldPlan, settings: Settings) -> int:
    """Entries of its ledger, those that were taken back and those that took them back among them."""
    place = place_of(settings)
    return (
        entries_of(open_records(place, ACTUALS_FOLDER, LEDGER_KINDS), plan.key)
        if is_there(place, ACTUALS_FOLDER)
        else 0
    )


@kb.command("use", cls=Command)
@with_settings
def use_plan(settings: Settings, id: PlanId) -> None:
    """どの計画かを言わない質問に答える計画を選びます。auto で、計画期間から自動で選ぶように戻します。"""
    held, store = held_plans(settings), PlanStore(place_of(settings))
    if id.lower() == AUTO:
        store.use("")
        usual = usual_of(settings, held, settings.today)
        typer.echo(f"どの計画かを言わない質問には、計画期間中のものから答えます（今日は「{usual.facts.label}」）。")
        return
    plan = store.get(id.lower())
    store.use(plan.id)
    typer.echo(f"これからは、どの計画かを言わない質問に「{plan.facts.label}」から答えます。")
    if len(held) > 1:
        typer.echo(_heard_when(settings))


@kb.command("remove", cls=Command)
@with_settings
def remove_plan(settings: Settings, id: PlanId, yes: Sure = False) -> None:
    """計画を一つ外します。登録された実績は消えません。同じ本文を kb add すると、そのまま戻ります。"""
    held, store = held_plans(settings), PlanStore(place_of(settings))
    plan = store.get(id.lower())
    if len(held) == 1:
        raise BotError("計画が一つだけのときは外せません。別の計画にするには senryaku kb build を使ってください。")
    recorded = _recorded(plan, settings)
    kept = f"実績の記録 {recorded}件は台帳に残ります。" if recorded else "登録された実績はありません。"
    if not yes and not is_sure(f"「{plan.facts.label}」を外しますか。{kept}"):
        raise typer.Abort
    rested = _rest_digests(plan, settings)
    store.remove(plan.id)
    kept = f"実績の記録 {recorded}件は台帳に残っています。" if recorded else ""
    typer.echo(f"「{plan.facts.label}」を外しました。{kept}")
    if rested:
        typer.echo(f"この計画の定期配信 {rested}件を一時停止しました（senryaku digest list）。")
    if channels := TiedChannels(place_of(settings)).channels_of(plan.mark):
        left = usual_of(settings, held_plans(settings), settings.today)
        typer.echo(TIED_CHANNELS.format(count=len(channels), plan=left.facts.label))
    typer.echo(f"戻すには senryaku kb add {plan.strategy} を実行してください。{_heard_when(settings)}")


def _rest_digests(plan: HeldPlan, settings: Settings) -> int:
    """Pauses those of the plan; how many."""
    place = place_of(settings)
    if not is_there(place, DIGESTS):
        return 0
    store, now = DigestStore(place), settings.clock()
    own = [schedule for schedule in store.schedules() if schedule.plan == plan.mark and not schedule.paused]
    for schedule in own:
        store.change(schedule.id, lambda held: paused(held, now))
    return len(own)


@kb.command("export", cls=Command)
@with_settings
def export_knowledge_base(settings: Settings) -> None:
    """知識ベースの全体を一つの JSON として出力します。"""
    print_json(to_json(open_catalog(settings).base), indent=2)


@kb.command(cls=Command)
@with_settings
def check(settings: Settings) -> None:
    """本文・訂正・結び付けが知識ベースと合っているかを確かめます。合わなければ終了コード 1 を返します。"""
    plan = plan_of(settings)
    store, path = base_store(settings, plan), plan.path
    base = build(path)
    wrong = [finding for finding in base.report.findings if finding.severity == "error"]
    for finding in wrong:
        typer.echo(finding_line(finding))
    stored = store.find()
    text = text_path(path).resolve()
    is_stale = stored is not None and (stored.strategy != text or dict(stored.fingerprints) != dict(fingerprints(text)))
    if is_stale:
        typer.echo("  [誤り] 知識ベースを作ったあとで、本文かデータファイルが変わっています")
    if wrong or is_stale:
        raise BotError(f"知識ベースと合いません。上の点を直して、senryaku kb build {path} を実行してください。")
    taught = misread_examples(settings, Catalog(base, plan.key))
    for told in taught:
        typer.echo(f"  [例] {without_unseen(told)}")
    if taught:
        raise BotError("質問の例に、そのとおりに読まれないものがあります。上の案をご覧ください。")
    typer.echo(f"{base.strategy.title}: 本文・訂正 {len(base.corrections)}件・結び付けは知識ベースと合っています。")
