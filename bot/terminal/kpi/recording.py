"""`senryaku kpi record`, `undo` and `sample`: entries of the ledger, made by hand."""

import typer

from bot.app import open_catalog, open_ledger
from bot.config.settings import Settings
from bot.terminal.kpi.parameters import (
    By,
    Day,
    EntryId,
    IndicatorId,
    Note,
    OptionalYear,
    Provisional,
    Remove,
    Replaces,
    SourceOption,
    ValueOption,
    Yes,
    recorded_by,
)
from bot.terminal.kpi.remarks import say_partial, say_plan
from bot.terminal.usage import with_settings
from bot.values import Typed, recorded_text, typed_draft, undone_text
from bot.values.entry import record_draft
from knowledge.indicators.samples import sample_drafts
from knowledge.model import FiscalYear, name_key


@with_settings
def record(
    settings: Settings,
    indicator: IndicatorId,
    value: ValueOption,
    year: OptionalYear = None,
    day: Day = None,
    provisional: Provisional = False,
    note: Note = "",
    source: SourceOption = "",
    by: By = None,
    replaces: Replaces = "",
    yes: Yes = False,
) -> None:
    """実績値を一つ登録し、記録の ID を表示します。"""
    catalog = open_catalog(settings)
    typed = Typed(
        indicator=indicator,
        value=value,
        year=year or "",
        day=day or "",
        provisional=provisional,
        note=note,
        source=source,
        by=recorded_by(by),
        replaces=replaces,
    )
    draft = typed_draft(typed, catalog, today=settings.today)
    store = open_ledger(settings, catalog)
    entry = record_draft(draft, catalog, store, now=settings.clock(), is_confirmed=yes)
    typer.echo(f"{entry.id}  {recorded_text(entry, catalog.indicator(entry.indicator))}を登録しました。")
    say_partial(store.ledger().is_partial)
    say_plan(settings, catalog)


@with_settings
def undo(settings: Settings, entry: EntryId, by: By = None, note: Note = "") -> None:
    """記録を一つ取り消します。取消も記録として残り、もう一度取り消すと元に戻ります。"""
    catalog = open_catalog(settings)
    store = open_ledger(settings, catalog)
    undone = store.undo(name_key(entry), by=recorded_by(by), at=settings.clock(), note=note)
    typer.echo(f"{undone.id}  {undone_text(undone, store.ledger(), catalog)}")
    say_partial(store.ledger().is_partial)
    say_plan(settings, catalog)


@with_settings
def sample(settings: Settings, remove: Remove = False, by: By = None) -> None:
    """デモンストレーション用の架空の値を入れます。どこに表示されても「架空の値」と付きます。"""
    catalog, now = open_catalog(settings), settings.clock()
    store = open_ledger(settings, catalog)
    say_partial(store.ledger().is_partial)
    if remove:
        removed = len(store.remove_samples(by=recorded_by(by), at=now))
        typer.echo(f"架空の値 {removed}件を取り除きました。" if removed else "架空の値は入っていません。")
        return
    drafts = sample_drafts(catalog, store.ledger(), until=FiscalYear.ended_by(now), by=recorded_by(by))
    entries = store.record(drafts, {one.id: one.unit for one in catalog.indicators.values()}, at=now)
    if not entries:
        typer.echo("入れる架空の値はありません。どの指標にも、すでに値が入っています。")
        return
    typer.echo(
        f"架空の値 {len(entries)}件を入れました。実際の値ではありません。senryaku kpi sample --remove で取り除けます。"
    )
