"""`senryaku kpi list`, `show`, `history` and `review`: the recorded values as pages, or as JSON."""

from collections.abc import Callable, Mapping

import typer

from bot.app import open_catalog, open_ledger, open_values
from bot.app.place import place_of
from bot.app.plans import ACTUALS_FOLDER, held_plans
from bot.config import WrongCallError
from bot.config.settings import Settings
from bot.documents.files import write_file
from bot.terminal.kpi import objects, pages
from bot.terminal.kpi.parameters import AsOf, IndicatorId, OptionalOut, Package, StateOption, Year
from bot.terminal.kpi.remarks import say_partial
from bot.terminal.layout import Page
from bot.terminal.output import console, print_json, print_page
from bot.terminal.usage import JsonOption, with_settings
from bot.values import find_indicator, parse_date, parse_year
from bot.values.entry import chosen_indicators
from knowledge.indicators import CurrentValues, review_year
from knowledge.indicators.exporting import entry_json
from knowledge.indicators.ledger import end_of_day
from knowledge.indicators.review import review_json, review_tables
from knowledge.model import Catalog, name_key
from knowledge.model.plans import ended_note
from knowledge.storage.place import is_there
from knowledge.wording.names import edition
from knowledge.wording.values import PARTIAL_NOTE


@with_settings
def list_indicators(
    settings: Settings, state: StateOption = None, package: Package = None, as_json: JsonOption = False
) -> None:
    """指標を、基準値・最新の実績・目標値・進捗・状態とともに一覧にします。"""
    catalog = open_catalog(settings)
    values = open_values(settings, catalog).current
    ids = chosen_indicators(catalog, values, state, package)
    if as_json:
        say_partial(values.is_partial)
        print_json([objects.indicator_json(values, catalog.indicator(id)) for id in ids])
    else:
        elsewhere = _elsewhere(settings, catalog)
        _print(settings, catalog, lambda page: pages.list_page(page, values, ids, elsewhere))


@with_settings
def show(settings: Settings, indicator: IndicatorId, as_of: AsOf = None, as_json: JsonOption = False) -> None:
    """一つの指標を、進捗の算式と推移とともに表示します。"""
    catalog = open_catalog(settings)
    one = find_indicator(catalog, indicator)
    values = _values(settings, catalog, as_of)
    if as_json:
        history = objects.history_objects(values, one)
        say_partial(values.is_partial)
        notes = [PARTIAL_NOTE] if values.is_partial else []
        print_json({**objects.indicator_json(values, one), "as_of": as_of, "history": history, "notes": notes})
    else:
        _print(settings, catalog, lambda page: pages.show_page(page, values, one))


@with_settings
def history(settings: Settings, indicator: IndicatorId, as_json: JsonOption = False) -> None:
    """一つの指標についての記録を、訂正や取消も含めて古い順に表示します。"""
    catalog = open_catalog(settings)
    ledger = open_values(settings, catalog).current.ledger  # for reading: makes no folder
    lost = {
        entry.indicator for entry in ledger.vanished(catalog.indicators)
    }  # kept, although the plan has them no more
    vanished = next((one for one in lost if name_key(one) == name_key(indicator)), None)
    entries = ledger.history(vanished or find_indicator(catalog, indicator).id)
    if as_json:
        say_partial(ledger.is_partial)
        print_json([entry_json(entry, ledger) for entry in entries])
    else:
        print_page(console(), lambda page: pages.entries_page(page, ledger, entries, catalog))


@with_settings
def review(
    settings: Settings, year: Year, output: OptionalOut = None, as_of: AsOf = None, as_json: JsonOption = False
) -> None:
    """一つの年度の検証表を、基本目標別・政策パッケージ別に作ります。"""
    asked = parse_year(year, settings.today)
    catalog = open_catalog(settings)
    plan = catalog.strategy.title if len(held_plans(settings)) > 1 else ""
    found = review_year(_values(settings, catalog, as_of), asked, settings.today)
    if output is not None:
        if output.suffix.lower() != ".xlsx":
            raise WrongCallError("検証表の書き出し先は .xlsx のファイルにしてください。")
        from bot.documents.workbook_out import xlsx_bytes  # a quarter of a second, which no other command needs

        write_file(output, xlsx_bytes(review_tables(found)), kept=settings.data)
        typer.echo(f"{f'「{plan}」の検証表を ' if plan else ''}{output} に書き出しました。", err=as_json)
    if as_json:
        say_partial(PARTIAL_NOTE in found.notes)
        print_json(review_json(found))
    elif output is None:
        print_page(console(), lambda page: pages.review_page(page, found, edition(catalog), plan, for_keeper=True))


def _values(settings: Settings, catalog: Catalog, as_of: str | None) -> CurrentValues:
    values = open_values(settings, catalog).current
    if as_of is None:
        return values
    known = values.ledger.known_at(end_of_day(parse_date(as_of)))
    return CurrentValues(catalog, known, settings.thresholds())


def _elsewhere(settings: Settings, catalog: Catalog) -> Mapping[str, int]:
    """Ledgers of plans that are not there any more, with the number of their entries."""
    if not is_there(place_of(settings), ACTUALS_FOLDER):
        return {}
    own = {plan.key for plan in held_plans(settings)}
    return {key: count for key, count in open_ledger(settings, catalog).elsewhere().items() if key not in own}


def _print(settings: Settings, catalog: Catalog, lay_out: Callable[[Page], None]) -> None:
    """With the name of the plan where there are several, and that its period is over."""
    plan, ended = catalog.strategy, ended_note(catalog.strategy.period, settings.today)

    def page_of(page: Page) -> None:
        if len(held_plans(settings)) > 1:
            page.paragraph(f"計画：{plan.title}", style="dim")
        lay_out(page)
        if ended:
            page.paragraph(f"※ {ended}")

    print_page(console(), page_of)
