"""`senryaku kpi …`: the recorded values in the terminal."""

import getpass
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from bot.app import open_catalog, open_ledger, open_values
from bot.app.place import place_of
from bot.app.plans import ACTUALS_FOLDER, held_plans
from bot.config import BotError, WrongCallError, clock_at
from bot.config.settings import Settings
from bot.digests.scope import year_to_record
from bot.documents.files import write_file
from bot.documents.spreadsheets import csv_bytes, json_bytes, read_sheets
from bot.terminal.kpi import objects, pages
from bot.terminal.kpi.import_page import import_page
from bot.terminal.layout import Page
from bot.terminal.output import console, print_json, print_page
from bot.terminal.usage import (
    Command,
    DataOption,
    Group,
    JsonOption,
    NowOption,
    PlanOption,
    StrategyOption,
    WorkspaceOption,
    ids_of_kinds,
    offered,
    package_numbers,
    with_settings,
)
from bot.values import Typed, find_indicator, parse_date, parse_year, recorded_text, typed_draft, undone_text
from bot.values.entry import chosen_indicators, record_draft
from knowledge.indicators import CurrentValues, ExportTable, Ledger, review_year
from knowledge.indicators.exporting import entry_json, export_json, export_tables, indicator_groups, template_tables
from knowledge.indicators.import_plan import ImportPlan, RefusedRow
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import end_of_day
from knowledge.indicators.progress import STATES
from knowledge.indicators.review import review_json, review_tables
from knowledge.indicators.samples import sample_drafts
from knowledge.indicators.sheets.column_map import ColumnMap, parse_column_map
from knowledge.model import Catalog, FiscalYear, name_key
from knowledge.model.errors import UnreadableMapError
from knowledge.model.plans import ended_note
from knowledge.storage.place import is_there
from knowledge.wording import tokyo_day
from knowledge.wording.names import edition
from knowledge.wording.values import PARTIAL_NOTE

Format = Literal["csv", "xlsx", "json"]
FORMATS: tuple[str, ...] = get_args(Format)

kpi = typer.Typer(cls=Group, add_completion=False)


def states(incomplete: str) -> list[str]:
    return [state for state in STATES if state.startswith(incomplete)]


IndicatorId = Annotated[
    str,
    typer.Argument(
        metavar="指標",
        help="指標の ID か名前。例 k3-3、待機児童数、population",
        autocompletion=offered(ids_of_kinds("indicators")),
    ),
]
EntryId = Annotated[str, typer.Argument(metavar="記録", help="記録の ID。例 a17（kpi history で確かめられます）")]
ImportFile = Annotated[Path, typer.Argument(metavar="ファイル", help=".csv（UTF-8、Shift_JIS）か .xlsx")]
StateOption = Annotated[
    str | None, typer.Option("--state", metavar="状態", help=f"{'、'.join(STATES)} のどれか", autocompletion=states)
]
Package = Annotated[
    int | None,
    typer.Option("--package", metavar="番号", help="政策パッケージの番号", autocompletion=offered(package_numbers)),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日付", help="その日の終わりに分かっていた値。例 2023-09-30")
]
Year = Annotated[str, typer.Option("--year", metavar="年度", help="例 2023、R5、令和5年度、昨年度")]
OptionalYear = Annotated[str | None, typer.Option("--year", metavar="年度", help="例 2023、R5、令和5年度、昨年度")]
ValueOption = Annotated[str, typer.Option("--value", metavar="値", help="実績値。例 1,234、▲2.6、75%")]
Day = Annotated[str | None, typer.Option("--day", metavar="日付", help="人口など、ある日の値の時点。例 2024-04-01")]
Provisional = Annotated[bool, typer.Option("--provisional", help="速報値として登録します（既定は確定値）")]
Note = Annotated[str, typer.Option("--note", metavar="文", help="備考")]
SourceOption = Annotated[str, typer.Option("--source", metavar="文", help="出典")]
By = Annotated[str | None, typer.Option("--by", metavar="名前", help="登録する人（既定はこの端末の利用者名）")]
Replaces = Annotated[str, typer.Option("--replaces", metavar="記録", help="訂正する記録の ID")]
Yes = Annotated[bool, typer.Option("--yes", help="桁の違いなどの確認に「はい」と答えます")]
MapOption = Annotated[
    str, typer.Option("--map", metavar="列", help="列の意味を指定します。例 実績値=H,年度=G、R7=H,R8=J、指標=B")
]
Confirm = Annotated[
    str, typer.Option("--confirm", metavar="欄", help="確認が必要な値のうち、正しいものの欄。例 F6,K4、実績!F6")
]
SkipUnreadable = Annotated[
    bool, typer.Option("--skip-unreadable", help="受け付けられない行を残し、ほかの行だけを取り込みます")
]
Apply = Annotated[bool, typer.Option("--apply", help="実際に登録します（付けなければ試すだけです）")]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="ファイル", help="書き出す先")]
OptionalOut = Annotated[Path | None, typer.Option("-o", "--output", metavar="ファイル", help="書き出す先（.xlsx）")]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="形式", help="csv、xlsx、json（既定はファイル名の終わり）")
]
Template = Annotated[bool, typer.Option("--template", help="記入用の表を書き出します")]
Remove = Annotated[bool, typer.Option("--remove", help="架空の値をすべて取り除きます")]


@kpi.callback()
def indicators(
    data: DataOption = None,
    now: NowOption = None,
    strategy: StrategyOption = None,
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """KPI の実績値を登録する・見る・取り込む・書き出す。"""


@kpi.command("list", cls=Command)
@with_settings
def list_indicators(
    settings: Settings, state: StateOption = None, package: Package = None, as_json: JsonOption = False
) -> None:
    """指標を、基準値・最新の実績・目標値・進捗・状態とともに一覧にします。"""
    catalog = open_catalog(settings)
    values = open_values(settings, catalog).current
    ids = chosen_indicators(catalog, values, state, package)
    if as_json:
        _say_partial(values.is_partial)
        print_json([objects.indicator_json(values, catalog.indicator(id)) for id in ids])
    else:
        elsewhere = _elsewhere(settings, catalog)
        _print(settings, catalog, lambda page: pages.list_page(page, values, ids, elsewhere))


def _elsewhere(settings: Settings, catalog: Catalog) -> Mapping[str, int]:
    """Ledgers of plans that are not there any more, with the number of their entries."""
    if not is_there(place_of(settings), ACTUALS_FOLDER):
        return {}
    own = {plan.key for plan in held_plans(settings)}
    return {key: count for key, count in open_ledger(settings, catalog).elsewhere().items() if key not in own}


def _print(settings: Settings, catalog: Catalog, lay_out: Callable[[Page], None]) -> None:
    """With the name of the plan where there are several, and that its period is over."""
    plan, ended = catalog.strategy, ended_note(catalog.strategy.period, tokyo_day(clock_at(settings.now)()))

    def page_of(page: Page) -> None:
        if len(held_plans(settings)) > 1:
            page.paragraph(f"計画：{plan.title}", style="dim")
        lay_out(page)
        if ended:
            page.paragraph(f"※ {ended}")

    print_page(console(), page_of)


@kpi.command(cls=Command)
@with_settings
def show(settings: Settings, indicator: IndicatorId, as_of: AsOf = None, as_json: JsonOption = False) -> None:
    """一つの指標を、進捗の算式と推移とともに表示します。"""
    catalog = open_catalog(settings)
    one = find_indicator(catalog, indicator)
    values = _values(settings, catalog, as_of)
    if as_json:
        history = objects.history_objects(values, one)
        _say_partial(values.is_partial)
        notes = [PARTIAL_NOTE] if values.is_partial else []
        print_json({**objects.indicator_json(values, one), "as_of": as_of, "history": history, "notes": notes})
    else:
        _print(settings, catalog, lambda page: pages.show_page(page, values, one))


@kpi.command(cls=Command)
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
        by=_person(by),
        replaces=replaces,
    )
    clock = clock_at(settings.now)
    draft = typed_draft(typed, catalog, today=tokyo_day(clock()))
    store = open_ledger(settings, catalog)
    entry = record_draft(draft, catalog, store, now=clock(), is_confirmed=yes)
    typer.echo(f"{entry.id}  {recorded_text(entry, catalog.indicator(entry.indicator))}を登録しました。")
    _say_partial(store.ledger().is_partial)
    _say_plan(settings, catalog)


def _say_plan(settings: Settings, catalog: Catalog) -> None:
    """Of which of several the ledger is."""
    if len(held_plans(settings)) > 1:
        typer.echo(f"計画：{catalog.strategy.title}")


@kpi.command(cls=Command)
@with_settings
def history(settings: Settings, indicator: IndicatorId, as_json: JsonOption = False) -> None:
    """一つの指標についての記録を、訂正や取消も含めて古い順に表示します。"""
    catalog, ledger = open_catalog(settings), _ledger(settings)
    lost = {
        entry.indicator for entry in ledger.vanished(catalog.indicators)
    }  # kept, although the plan has them no more
    vanished = next((one for one in lost if name_key(one) == name_key(indicator)), None)
    entries = ledger.history(vanished or find_indicator(catalog, indicator).id)
    if as_json:
        _say_partial(ledger.is_partial)
        print_json([entry_json(entry, ledger) for entry in entries])
    else:
        print_page(console(), lambda page: pages.entries_page(page, ledger, entries, catalog))


@kpi.command(cls=Command)
@with_settings
def undo(settings: Settings, entry: EntryId, by: By = None, note: Note = "") -> None:
    """記録を一つ取り消します。取消も記録として残り、もう一度取り消すと元に戻ります。"""
    catalog = open_catalog(settings)
    store = open_ledger(settings, catalog)
    undone = store.undo(name_key(entry), by=_person(by), at=clock_at(settings.now)(), note=note)
    typer.echo(f"{undone.id}  {undone_text(undone, store.ledger(), catalog)}")
    _say_partial(store.ledger().is_partial)
    _say_plan(settings, catalog)


@kpi.command("import", cls=Command)
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
    catalog, now = open_catalog(settings), clock_at(settings.now)()
    store = open_ledger(settings, catalog)
    plan = plan_import(
        read_sheets(file),
        catalog.indicators,
        store.ledger(),
        by=_person(by),
        today=tokyo_day(now),
        plan=catalog.strategy.period,
        own=tuple(filter(None, (catalog.strategy.municipality, catalog.strategy.title))),
        file=str(file),
        columns=_column_map(map, tokyo_day(now)),
    )
    plan = plan.confirm(plan.doubts if yes else _confirmed(plan, confirm))
    _say_plan(settings, catalog)
    _say_partial(store.ledger().is_partial)
    print_page(console(), lambda page: import_page(page, plan))
    if plan.refused and not skip_unreadable:
        what = "何も登録していません" if apply else "このままでは取り込めません"
        raise BotError(f"{what}。{_how_to_go_on(plan)}、--skip-unreadable を付けてほかの行だけを取り込んでください。")
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
    doubts, rows = len(plan.doubts), len(plan.refused) - len(plan.doubts)
    return "と".join(
        [f"受け付けられない行（{rows}行）"] * bool(rows) + [f"確認が必要な値（{doubts}件）"] * bool(doubts)
    )


def _how_to_go_on(plan: ImportPlan) -> str:
    if len(plan.doubts) == len(plan.refused):
        return f"{_held(plan)}を --confirm か --yes で確認するか"
    return f"{_held(plan)}を直すか"


def _column_map(text: str, today: date) -> ColumnMap:
    try:
        return parse_column_map(text, today)
    except UnreadableMapError as error:
        raise WrongCallError(str(error)) from error


def _xlsx_bytes(tables: Sequence[ExportTable]) -> bytes:
    from bot.documents.workbook_out import xlsx_bytes  # a quarter of a second, which no other command needs

    return xlsx_bytes(tables)


@kpi.command(cls=Command)
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
    catalog, ledger = open_catalog(settings), _ledger(settings)
    groups = indicator_groups(catalog.base)
    if chosen == "json":
        data = json_bytes(export_json(groups, ledger))
    else:
        now = clock_at(settings.now)()
        due = year_to_record(catalog, now) or _last_year(settings)
        asked = parse_year(year, tokyo_day(now)) if year else due
        tables = template_tables(groups, asked, ledger) if template else export_tables(groups, ledger)
        data = csv_bytes(tables) if chosen == "csv" else _xlsx_bytes(tables)
    write_file(output, data, kept=settings.data)
    typer.echo(f"{output} に書き出しました。{PARTIAL_NOTE if ledger.is_partial else ''}")


@kpi.command(cls=Command)
@with_settings
def review(
    settings: Settings, year: Year, output: OptionalOut = None, as_of: AsOf = None, as_json: JsonOption = False
) -> None:
    """一つの年度の検証表を、基本目標別・政策パッケージ別に作ります。"""
    today = tokyo_day(clock_at(settings.now)())
    asked = parse_year(year, today)
    catalog = open_catalog(settings)
    plan = catalog.strategy.title if len(held_plans(settings)) > 1 else ""
    found = review_year(_values(settings, catalog, as_of), asked, today)
    if output is not None:
        if output.suffix.lower() != ".xlsx":
            raise WrongCallError("検証表の書き出し先は .xlsx のファイルにしてください。")
        write_file(output, _xlsx_bytes(review_tables(found)), kept=settings.data)
        typer.echo(f"{f'「{plan}」の検証表を ' if plan else ''}{output} に書き出しました。", err=as_json)
    if as_json:
        _say_partial(PARTIAL_NOTE in found.notes)
        print_json(review_json(found))
    elif output is None:
        print_page(console(), lambda page: pages.review_page(page, found, edition(catalog), plan))


@kpi.command(cls=Command)
@with_settings
def sample(settings: Settings, remove: Remove = False, by: By = None) -> None:
    """デモンストレーション用の架空の値を入れます。どこに表示されても「架空の値」と付きます。"""
    catalog, now = open_catalog(settings), clock_at(settings.now)()
    store = open_ledger(settings, catalog)
    _say_partial(store.ledger().is_partial)
    if remove:
        removed = len(store.remove_samples(by=_person(by), at=now))
        typer.echo(f"架空の値 {removed}件を取り除きました。" if removed else "架空の値は入っていません。")
        return
    drafts = sample_drafts(catalog, store.ledger(), until=_last_year(settings), by=_person(by))
    entries = store.record(drafts, {one.id: one.unit for one in catalog.indicators.values()}, at=now)
    if not entries:
        typer.echo("入れる架空の値はありません。どの指標にも、すでに値が入っています。")
        return
    typer.echo(
        f"架空の値 {len(entries)}件を入れました。実際の値ではありません。senryaku kpi sample --remove で取り除けます。"
    )


# What they share


def _say_partial(is_partial: bool) -> None:
    """Beside JSON, whose lists have no place for it, and what was written."""
    if is_partial:
        typer.echo(PARTIAL_NOTE, err=True)


def _values(settings: Settings, catalog: Catalog, as_of: str | None) -> CurrentValues:
    values = open_values(settings, catalog).current
    if as_of is None:
        return values
    known = values.ledger.known_at(end_of_day(parse_date(as_of)))
    return CurrentValues(catalog, known, settings.thresholds())


def _ledger(settings: Settings) -> Ledger:
    """For reading: no folder is made where nothing has been recorded."""
    return open_values(settings, open_catalog(settings)).current.ledger


def _last_year(settings: Settings) -> FiscalYear:
    """The last fiscal year that has ended."""
    return FiscalYear.ended_by(clock_at(settings.now)())


def _person(by: str | None) -> str:
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return "端末"
