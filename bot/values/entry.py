"""What a person typed about an actual → a Draft, checked: the same sentences for the terminal and for Slack's modal."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from bot.config import BotError, WrongCallError
from knowledge.indicators import CurrentValues, Draft, Entry, Ledger, Problem, figure_of
from knowledge.indicators.ledger import clean_text
from knowledge.indicators.progress import STATES
from knowledge.model import Catalog, FiscalYear, Indicator, UnknownIdError, name_key
from knowledge.model.errors import UnreadableYearError
from knowledge.model.fiscal import years_as_of
from knowledge.model.quantity import Quantity, in_unit, parse_amount
from knowledge.model.structs import replace
from knowledge.model.years.fields import parse_day, parse_fiscal_year
from knowledge.model.years.said import PLAUSIBLE
from knowledge.storage import LedgerStore
from knowledge.wording import tokyo_day
from knowledge.wording.amounts import amount_of
from knowledge.wording.names import package_word

FAR_DAY = "日付「{}」は扱える範囲の外です。" + f"{PLAUSIBLE[0]}年から{PLAUSIBLE[-1]}年までの日付を指定してください。"


class Typed(Struct, frozen=True, kw_only=True):
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


class UnreadableFieldError(WrongCallError):
    """What was typed into one field cannot be understood; a form shows the sentence there."""

    def __init__(self, field: Literal["value", "fiscal_year", "as_of"], user_message: str) -> None:
        super().__init__(user_message)
        self.field = field


def find_indicator(catalog: Catalog, text: str) -> Indicator:
    """By id, else by name, however wide it was typed. Raises UnknownIdError with what is near."""
    key = name_key(text)
    if key in catalog.indicators:
        return catalog.indicators[key]
    named = [indicator for indicator in catalog.indicators.values() if name_key(indicator.title) == key]
    if len(named) == 1:
        return named[0]
    names = {name_key(one.title): f"{one.id} {one.title}" for one in catalog.indicators.values()}
    near = [*get_close_matches(key, catalog.indicators, n=3, cutoff=0.5)]
    near += [names[name] for name in get_close_matches(key, names, n=3, cutoff=0.4)]
    near += [label for name, label in names.items() if len(key) > 1 and key in name]
    raise UnknownIdError("指標", text, tuple(dict.fromkeys(near))[:3])


def chosen_indicators(catalog: Catalog, values: CurrentValues, state: str | None, package: int | None) -> list[str]:
    """The ids of those of a state and of a package, of all where none is named. Raises WrongCallError."""
    if state is not None and state not in STATES:
        raise WrongCallError(f"「{state}」という状態はありません。{'、'.join(STATES)} のどれかを指定してください。")
    check_number(package_word(catalog), package, catalog.packages)
    scope = [own.id for own in catalog.packages[package].kpis] if package else list(catalog.indicators)
    return [id for id in scope if state is None or values.progress(id).state == state]


def check_number(word: str, number: int | None, known: Collection[int]) -> None:
    """`word`: of what. Raises WrongCallError."""
    if number is not None and number not in known:
        named = "、".join(map(str, known))
        raise WrongCallError(f"{word} {number} はありません。{named} のどれかを指定してください。")


def parse_year(text: str, today: date) -> FiscalYear:
    """A year typed into a field or a command; `today` is Tokyo's. Raises UnreadableFieldError."""
    try:
        return parse_fiscal_year(text, today)
    except UnreadableYearError as error:
        raise UnreadableFieldError("fiscal_year", str(error)) from None


def parse_date(text: str) -> date:
    day = parse_day(text)
    if day is None:
        with suppress(ValueError):
            date.fromisoformat(text.strip())
            raise UnreadableFieldError("as_of", FAR_DAY.format(text))
        raise UnreadableFieldError("as_of", f"日付「{text}」を読めません。2023-09-30 のように書いてください。")
    return day


def typed_draft(typed: Typed, catalog: Catalog, *, today: date) -> Draft:
    """`today` is Tokyo's. Raises UnknownIdError or UnreadableFieldError."""
    indicator = find_indicator(catalog, typed.indicator)
    value = clean_text(typed.value)
    amount = parse_amount(value, indicator.compared_with)
    if amount is None:
        message = f"値「{value}」を数として読めません。1,234 や ▲2.6 のように書いてください。"
        raise UnreadableFieldError("value", message)
    written = in_unit(Quantity(value, None, amount[0], amount[1]), indicator.unit)
    day = parse_date(typed.day) if typed.day else None
    year = years_as_of(day)[0] if day and not typed.year else parse_year(typed.year, today)
    if day is not None and year not in years_as_of(day):
        message = f"{day} は{year.label}の時点ではありません。年度か時点のどちらかを直してください。"
        raise UnreadableFieldError("as_of", message)
    return Draft(
        indicator=indicator.id,
        fiscal_year=year,
        value=written.number,
        unit=written.unit,
        as_of=day,
        is_year_of_day=not typed.year,
        provisional=typed.provisional,
        note=clean_text(typed.note),
        source=clean_text(typed.source),
        by=clean_text(typed.by),
        replaces=name_key(typed.replaces) or None,
    )


def _problems(draft: Draft, catalog: Catalog, ledger: Ledger, now: datetime) -> Sequence[Problem]:
    from knowledge.indicators.validation import find_problems  # as above

    indicator = catalog.indicator(draft.indicator)
    return find_problems(draft, indicator, ledger, today=tokyo_day(now), plan=catalog.strategy.period)


def record_draft(draft: Draft, catalog: Catalog, store: LedgerStore, *, now: datetime, is_confirmed: bool) -> Entry:
    """Writes it down, or raises BotError with everything that is in the way, in one line."""
    indicator = catalog.indicator(draft.indicator)
    problems = _problems(draft, catalog, store.ledger(), now)
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


class Checked(Struct, frozen=True):
    """A draft from a form, which corrects what stands, once that was confirmed. Warnings are none while `to_mend`."""

    draft: Draft
    to_mend: tuple[Problem, ...]
    warnings: tuple[str, ...]


def check_entered(draft: Draft, catalog: Catalog, ledger: Ledger, *, now: datetime) -> Checked:
    """A form has no field for the entry to be corrected: whoever enters a year again is asked whether to correct it."""
    indicator, standing = catalog.indicator(draft.indicator), ledger.state.get(draft.point)
    is_correction = standing is not None and not standing.sample
    if standing is not None and is_correction:
        draft = replace(draft, replaces=standing.id)
    problems = _problems(draft, catalog, ledger, now)
    to_mend = tuple(problem for problem in problems if problem.needs == "mending")
    asked = (_correction(standing, indicator),) if standing is not None and is_correction else ()
    return Checked(draft, to_mend, () if to_mend else (*asked, *(problem.message for problem in problems)))


def _correction(standing: Entry, indicator: Indicator) -> str:
    return (
        f"{standing.point.label}の実績はすでに登録されています（{standing.id}: {amount_of(indicator, standing.value)}、"
        f"{standing.status}、{standing.by}）。登録すると、その値の訂正になります。"
    )


def recorded_text(entry: Entry, indicator: Indicator) -> str:
    """「待機児童数 48人（令和4年度・確定値）」."""
    return f"{indicator.title} {figure_of(entry, indicator).text}"


def undone_text(undo: Entry, ledger: Ledger, catalog: Catalog) -> str:
    """What was taken back, and what holds now. `ledger` as it is after that."""
    standing = ledger.state.get(undo.point)
    known = catalog.indicators.get(undo.indicator)
    name = known.title if known else undo.indicator
    value = "" if standing is None else amount_of(known, standing.value) if known else standing.value_text
    now = f"いまの値は {value}（{standing.id}）です。" if standing else "いまは値がありません。"
    return f"{name} {undo.point.label}の記録 {undo.replaces} を取り消しました。{now}"
