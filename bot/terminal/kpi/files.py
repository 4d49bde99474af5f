"""`senryaku kpi import` and `export`: recorded values from and to files."""

import re
from datetime import date

import typer

from bot.app import open_catalog, open_ledger, open_values
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.digests.scope import year_to_record
from bot.documents.files import write_file
from bot.documents.spreadsheets import csv_bytes, json_bytes, read_sheets
from bot.terminal.kpi.import_page import import_page
from bot.terminal.kpi.parameters import (
    Apply,
    By,
    Confirm,
    FormatOption,
    ImportFile,
    MapOption,
    OptionalYear,
    Out,
    SkipUnreadable,
    Template,
    Yes,
    recorded_by,
)
from bot.terminal.kpi.remarks import say_partial, say_plan
from bot.terminal.output import console, print_page
from bot.terminal.usage import with_settings
from bot.values import parse_year
from knowledge.indicators.exporting import export_json, export_tables, indicator_groups, template_tables
from knowledge.indicators.import_plan import ImportPlan, RefusedRow
from knowledge.indicators.importing import plan_import
from knowledge.indicators.sheets.column_map import ColumnMap, parse_column_map
from knowledge.model import FiscalYear
from knowledge.model.errors import UnreadableMapError
from knowledge.wording.values import PARTIAL_NOTE

FORMATS = ("csv", "xlsx", "json")


@with_settings
def import_file(
    settings: Settings,
    file: ImportFile,
    apply: Apply = False,
    by: By = None,
    map: MapOption = "",
    confirm: Confirm = "",
    yes: Yes = False,
    skip_unreadable: SkipUnreadable = False,
) -> None:
    """表計算ファイルの実績値を取り込みます。--apply がなければ、何が変わるかを表示するだけです。"""
    catalog, now = open_catalog(settings), settings.clock()
    store = open_ledger(settings, catalog)
    plan = plan_import(
        read_sheets(file),
        catalog.indicators,
        store.ledger(),
        by=recorded_by(by),
        today=settings.today,
        plan=catalog.strategy.period,
        own=tuple(filter(None, (catalog.strategy.municipality, catalog.strategy.title))),
        file=str(file),
        columns=_column_map(map, settings.today),
    )
    plan = plan.confirm({*(plan.plain_doubts if yes else ()), *_confirmed(plan, confirm)})
    say_plan(settings, catalog)
    say_partial(store.ledger().is_partial)
    print_page(console(), lambda page: import_page(page, plan))
    if plan.refused and not skip_unreadable:
        what = "何も登録していません" if apply else "このままでは取り込めません"
        raise BotError(
            f"{what}。{_how_to_go_on(plan, yes=yes)}、--skip-unreadable を付けてほかの行だけを取り込んでください。"
        )
    if plan.refused:
        typer.echo(f"{_held(plan)}は取り込みません。")
    if not plan.accepted:
        typer.echo("変更はありません。")
    elif apply:
        entries = store.record(plan.drafts, plan.units, at=now)
        typer.echo(f"{len(entries)}件を登録しました（{entries[0].id}〜{entries[-1].id}）。")
    else:
        typer.echo("まだ登録していません。--apply を付けると登録します。")


def _confirmed(plan: ImportPlan, cells: str) -> list[RefusedRow]:
    """The doubts in the cells that somebody names, each of which must be one."""
    found = {cell: [row for row in plan.doubts if row.is_at(cell)] for cell in filter(None, re.split("[,、]", cells))}
    for cell, rows in found.items():
        if not rows:
            raise WrongCallError(f"--confirm の「{cell}」に、確認が必要な値はありません。")
        if len(rows) > 1:
            raise WrongCallError(
                f"--confirm の「{cell}」は二つ以上のシートにあります。「シート名!{cell}」としてください。"
            )
    return [rows[0] for rows in found.values()]


def _held(plan: ImportPlan) -> str:
    """「受け付けられない行（1行）と確認が必要な値（2件）」"""
    doubts, rows = len(plan.doubts), plan.refused_rows
    return "と".join(
        [f"受け付けられない行（{rows}行）"] * bool(rows) + [f"確認が必要な値（{doubts}件）"] * bool(doubts)
    )


def _how_to_go_on(plan: ImportPlan, *, yes: bool) -> str:
    if yes and len(plan.doubts) == len(plan.refused):
        why = "ほかの列と取り違えたおそれのある値は --yes では確認しません"
        return f"{why}。{_held(plan)}を --confirm に欄を書いて確認するか"
    if len(plan.doubts) == len(plan.refused):
        return f"{_held(plan)}を --confirm か --yes で確認するか"
    return f"{_held(plan)}を直すか"


def _column_map(text: str, today: date) -> ColumnMap:
    try:
        return parse_column_map(text, today)
    except UnreadableMapError as error:
        raise WrongCallError(str(error)) from error


@with_settings
def export(
    settings: Settings,
    output: Out,
    format: FormatOption = None,
    template: Template = False,
    year: OptionalYear = None,
) -> None:
    """実績値を CSV・Excel・JSON に書き出します。--template は記入用の表です。"""
    chosen = format or output.suffix.lstrip(".").lower()
    if chosen not in FORMATS or (template and chosen == "json"):
        raise WrongCallError("形式は --format で csv、xlsx、json のどれかを指定してください（記入用は csv か xlsx）。")
    if template and output.exists():  # somebody may have filled it in
        raise BotError(f"「{output}」はもうあります。記入した値を消さないよう、別の名前を指定してください。")
    catalog = open_catalog(settings)
    ledger = open_values(settings, catalog).current.ledger  # for reading: makes no folder
    groups = indicator_groups(catalog.base)
    if chosen == "json":
        data = json_bytes(export_json(groups, ledger))
    else:
        now = settings.clock()
        due = year_to_record(catalog, now) or FiscalYear.ended_by(now)
        asked = parse_year(year, settings.today) if year else due
        tables = template_tables(groups, asked, ledger) if template else export_tables(groups, ledger)
        if chosen == "csv":
            data = csv_bytes(tables)
        else:
            from bot.documents.workbook_out import xlsx_bytes  # a quarter of a second, which no other command needs

            data = xlsx_bytes(tables)
    write_file(output, data, kept=settings.data)
    typer.echo(f"{output} に書き出しました。{PARTIAL_NOTE if ledger.is_partial else ''}")
