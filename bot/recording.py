"""What a person typed about an actual → a Draft, checked: the same sentences for the terminal and for Slack's modal."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches

from bot.errors import BotError, WrongCallError
from knowledge import (
    JST,
    Catalog,
    Draft,
    Entry,
    FiscalYear,
    Indicator,
    LedgerStore,
    UnknownIdError,
    clean_text,
    find_problems,
    fiscal_year_of_day,
    name_key,
    parse_amount,
    parse_day,
    parse_fiscal_year,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """As typed. `year` or `day` may be "", not both; `replaces` is the id of an entry to be corrected."""

    indicator: str
    value: str
    year: str = ""
    day: str = ""
    provisional: bool = False
    note: str = ""
    source: str = ""
    by: str = ""
    replaces: str = ""


def find_indicator(catalog: Catalog, text: str) -> Indicator:
    """By id, else by name, however wide it was typed. Raises UnknownIdError with what is near."""
    key = name_key(text)
    if key in catalog.indicators:
        return catalog.indicators[key]
    named = [indicator for indicator in catalog.indicators.values() if name_key(indicator.name) == key]
    if len(named) == 1:
        return named[0]
    names = {name_key(one.name): f"{one.id} {one.name}" for one in catalog.indicators.values()}
    near = [*get_close_matches(key, catalog.indicators, n=3, cutoff=0.5)]
    near += [names[name] for name in get_close_matches(key, names, n=3, cutoff=0.4)]
    near += [label for name, label in names.items() if len(key) > 1 and key in name]
    raise UnknownIdError("指標", text, tuple(dict.fromkeys(near))[:3])


def parse_year(text: str) -> FiscalYear:
    year = parse_fiscal_year(text)
    if year is None:
        raise WrongCallError(f"年度「{text}」を読めません。2023、R5、令和5年度 のように書いてください。")
    return year


def parse_date(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise WrongCallError(f"日付「{text}」を読めません。2023-09-30 のように書いてください。")
    return day


def draft_of(typed: Typed, catalog: Catalog) -> Draft:
    """Raises UnknownIdError or WrongCallError."""
    indicator = find_indicator(catalog, typed.indicator)
    amount = parse_amount(typed.value)
    if amount is None:
        raise WrongCallError(f"値「{typed.value}」を数として読めません。1,234 や ▲2.6 のように書いてください。")
    day = parse_date(typed.day) if typed.day else None
    if not typed.year and day is None:
        raise WrongCallError("年度が必要です。2023、R5、令和5年度 のように書いてください。")
    year = parse_year(typed.year) if typed.year else fiscal_year_of_day(day or date.min)
    if day is not None and fiscal_year_of_day(day) != year:
        raise WrongCallError(f"{day} は{year.label}の時点ではありません。年度か時点のどちらかを直してください。")
    return Draft(
        indicator=indicator.id,
        fiscal_year=year,
        value=amount[0],
        unit=amount[1],
        as_of=day,
        provisional=typed.provisional,
        note=clean_text(typed.note),
        source=clean_text(typed.source),
        by=clean_text(typed.by),
        replaces=name_key(typed.replaces) or None,
    )


def record_draft(draft: Draft, catalog: Catalog, store: LedgerStore, *, now: datetime, is_confirmed: bool) -> Entry:
    """Writes it down, or raises BotError with everything that is in the way, in one line."""
    indicator = catalog.indicator(draft.indicator)
    problems = find_problems(draft, indicator, store.ledger(), today=now.astimezone(JST).date())
    to_mend = [problem.message for problem in problems if problem.needs == "mending"]
    if to_mend:
        duplicate = next((problem for problem in problems if problem.kind == "duplicate"), None)
        standing = store.ledger().state.get(draft.point)
        hint = f"訂正するには --replaces {standing.id} を付けてください。" if duplicate and standing else ""
        raise BotError("".join(to_mend) + hint)
    if problems and not is_confirmed:
        raise BotError("".join(problem.message for problem in problems) + "正しければ --yes を付けてください。")
    (entry,) = store.record([replace(draft, unit="")], {indicator.id: indicator.unit}, at=now)
    return entry
