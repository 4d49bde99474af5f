"""Is this actual plausible? Pure checks, each a Japanese sentence: some must be mended, some only confirmed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.problem import DraftField, Problem
from knowledge.indicators.targets import is_comparable
from knowledge.model.fiscal import FiscalYear, Period, years_as_of
from knowledge.model.normalize import name_key
from knowledge.model.quantity import quantity_words, without_scale
from knowledge.model.records import Indicator
from knowledge.model.structs import replace
from knowledge.wording.amounts import amount_of, amount_text, number_text
from knowledge.wording.moments import day_text

JUMP = 10  # what a slipped decimal point or a wrong unit (人 for 万人) makes
MOST_DIGITS = 15  # Excel keeps no more: a longer number has already lost its end there
MOST_DECIMALS = 6
LONGEST_TEXT = 1_000  # a Slack section holds 3,000 characters; a note shares it with the card
_DIFFERENCE_UNITS = ("ポイント", "pt", "点", "%")  # where the indicator prints no unit


def find_problems(
    draft: Draft, indicator: Indicator, ledger: Ledger, *, today: date, plan: Period | None
) -> tuple[Problem, ...]:
    """What must be mended about a draft; once nothing must, what should be confirmed. `today` is Tokyo's."""
    found = [
        *_time_problems(draft, indicator, today, plan),
        *_ledger_problems(draft, indicator, ledger),
        *_value_problems(draft, indicator),
        *_comparisons(draft, indicator, ledger),
        *_text_problems(draft),
    ]
    to_mend = tuple(problem for problem in found if problem.needs == "mending")
    return to_mend or tuple(found)


def _time_problems(draft: Draft, indicator: Indicator, today: date, plan: Period | None) -> Iterator[Problem]:
    if draft.as_of is not None and draft.as_of > today:
        yield Problem("future", "as_of", f"{day_text(draft.as_of)}はまだ来ていません。")
    elif draft.as_of is None and draft.fiscal_year > FiscalYear.of(today):
        yield Problem("future", "fiscal_year", f"{draft.fiscal_year.label}はまだ始まっていません。")
    elif draft.as_of is None and draft.fiscal_year == FiscalYear.of(today) and not draft.provisional:
        message = f"{draft.fiscal_year.label}はまだ終わっていません。確定値で間違いありませんか。"
        yield Problem("unfinished_year", "fiscal_year", message)
    if (
        draft.as_of is not None
        and draft.is_year_of_day
        and (other := set(years_as_of(draft.as_of)) - {draft.fiscal_year})
    ):
        yield Problem("year_of_day", "as_of", _which_year(draft.as_of, draft.fiscal_year, other.pop()))
    baseline = indicator.baseline
    if baseline and baseline.fiscal_year and draft.fiscal_year < baseline.fiscal_year:
        message = (
            f"基準年度（{baseline.fiscal_year.label}）より前の{draft.fiscal_year.label}の値です。間違いありませんか。"
        )
        yield Problem("early", "fiscal_year", message)
    elif plan and draft.fiscal_year not in plan:
        message = f"{draft.fiscal_year.label}は計画期間（{plan.text}）の外です。間違いありませんか。"
        yield Problem("outside_plan", "fiscal_year", message)


def _which_year(day: date, year: FiscalYear, other: FiscalYear) -> str:
    return (
        f"{day_text(day)}時点の値を、{year.label}末の値として登録します（{other.label}の値であれば、年度も指定して"
        "ください）。間違いありませんか。"
    )


def _ledger_problems(draft: Draft, indicator: Indicator, ledger: Ledger) -> Iterator[Problem]:
    same_day = (
        one for one in ledger.actuals(indicator.id) if draft.as_of and one.as_of == draft.as_of and not one.sample
    )
    if other := next((one for one in same_day if one.fiscal_year != draft.fiscal_year), None):
        told = f"{other.point.label}の実績は、{other.fiscal_year.label}の値として登録されています（{other.id}）。"
        yield Problem("duplicate", "as_of", f"{told}年度を直すには、先にそれを取り消してください。")
    standing = ledger.state.get(draft.point)
    replaces = ledger.replaced_by(draft)
    if standing is None or standing.id != replaces:
        if replaces is not None:
            yield Problem("replaced", "fiscal_year", f"{replaces} は{draft.point.label}の今の値ではありません。")
        elif standing is not None:
            value = amount_of(indicator, standing.value)
            yield Problem(
                "duplicate",
                "fiscal_year",
                f"{draft.point.label}の実績はすでに登録されています（{standing.id}: {value}、"
                f"{standing.status}、{standing.by}）。訂正として登録してください。",
            )
        return
    same = ("value", "provisional", "note", "source", "sample")
    if all(getattr(standing, name) == getattr(draft, name) for name in same):
        yield Problem("unchanged", "value", f"{draft.point.label}の登録済みの値（{standing.id}）と同じです。")
    if draft.sample and not standing.sample:
        yield Problem("sample", "value", f"{draft.point.label}には実際の値があるため、架空の値は登録できません。")


def _value_problems(draft: Draft, indicator: Indicator) -> Iterator[Problem]:
    if not _is_same_unit(draft.unit, indicator.unit):
        hint = _in_unit(draft.value, draft.unit, indicator.unit)
        example = f"（{hint} ではありませんか）" if hint else ""
        wanted = f"「{indicator.unit}」で" if indicator.unit else "単位なしで"
        message = f"単位が違います。「{draft.unit}」ではなく{wanted}入力してください{example}。"
        yield Problem("unit", "value", message)
    digits, exponent = draft.value.adjusted() + 1, int(draft.value.as_tuple().exponent)
    if digits > MOST_DIGITS or -exponent > MOST_DECIMALS:
        message = f"桁数が多すぎます（整数{MOST_DIGITS}桁、小数{MOST_DECIMALS}桁まで）。"
        yield Problem("too_exact", "value", message)
        return  # decimals of so many digits cannot be divided
    if draft.value < 0 and not may_be_negative(indicator):
        yield Problem("negative", "value", f"「{indicator.title}」は負の値になりません。")
    printed = [q.value for q in (indicator.baseline, *indicator.targets) if q and q.value is not None]
    if indicator.unit == "%" and draft.value > 100 and max(printed, default=100) <= 100:
        message = f"{amount_text(draft.value, '%')}は100%を超えています。間違いありませんか。"
        yield Problem("over_100_percent", "value", message)
    if indicator.unit in quantity_words("whole_units") and draft.value % 1 and not any(value % 1 for value in printed):
        message = f"{amount_of(indicator, draft.value)}には端数があります。間違いありませんか。"
        yield Problem("fraction", "value", message)


def may_be_negative(indicator: Indicator) -> bool:
    printed = [quantity for quantity in (indicator.baseline, *indicator.targets) if quantity]
    is_difference = indicator.compared_with is not None or any((quantity.value or 0) < 0 for quantity in printed)
    return is_difference or any(word in indicator.name for word in quantity_words("signed"))


def _is_same_unit(written: str, printed: str) -> bool:
    """A missing unit is not a wrong one."""
    accepted = (printed,) if printed else _DIFFERENCE_UNITS
    return not written or name_key(written) in map(name_key, accepted)


def in_plan_unit(draft: Draft, indicator: Indicator) -> Draft | None:
    """927,200人 → 92.72万人 where that is what the plan counts in; None where nothing is to be changed, or can be."""
    if _is_same_unit(draft.unit, indicator.unit) or _in_unit(draft.value, draft.unit, indicator.unit) is None:
        return None
    return replace(draft, value=_converted(draft.value, draft.unit, indicator.unit), unit=indicator.unit)


def _converted(value: Decimal, written: str, printed: str) -> Decimal:
    own, other = (without_scale(name_key(unit))[0] for unit in (written, printed))
    return _plain(value * own / other)


def _in_unit(value: Decimal, written: str, printed: str) -> str | None:
    """393,000人 where 万人 is printed → 「39.3万人」, and the other way round; None for another kind of thing."""
    own, other = (without_scale(name_key(unit))[1] for unit in (written, printed))
    return f"{number_text(_converted(value, written, printed))}{printed}" if own == other else None


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _comparisons(draft: Draft, indicator: Indicator, ledger: Ledger) -> Iterator[Problem]:
    others = [e for e in ledger.actuals(indicator.id) if e.point != draft.point and not e.sample]
    origin, target = indicator.origin, _target_value(indicator)
    jump = against = None
    nearest = min(others, key=lambda entry: abs(entry.fiscal_year - draft.fiscal_year), default=None)
    if nearest is not None:
        jump = _jump(draft.value, nearest.value)
        against = f"{nearest.point.label}の実績 {amount_of(indicator, nearest.value)}"
    elif origin is not None:
        is_on_its_way = target is not None and _is_between(draft.value, origin.number, target)
        jump = None if is_on_its_way else _jump(draft.value, origin.number)
        against = f"基準値 {amount_of(indicator, origin.number)}"
    elif target is not None:  # far below the target is where everything begins; far above it is not
        jump = _jump(draft.value, target) if draft.value > target else None
        against = f"目標値 {amount_of(indicator, target)}"
    if jump and indicator.compared_with is None:
        message = f"{amount_of(indicator, draft.value)}は{against}の{jump}です。桁や単位に間違いはありませんか。"
        yield Problem("jump", "value", message)
    if indicator.counting == "cumulative":
        if origin and draft.value < origin.number:
            value = amount_of(indicator, origin.number)
            message = f"累計の指標ですが、基準値 {value}を下回ります。間違いありませんか。"
            yield Problem("falling_count", "value", message)
        before = [e for e in others if e.fiscal_year < draft.fiscal_year and e.value > draft.value]
        if before:
            value = amount_of(indicator, before[-1].value)
            message = f"累計が{before[-1].point.label}の {value}より減っています。間違いありませんか。"
            yield Problem("falling_count", "value", message)


def _target_value(indicator: Indicator) -> Decimal | None:
    """In the unit of its actuals; None for words and for a growth (「令和6年度比＋11.2％」)."""
    return indicator.target.value if is_comparable(indicator) else None


def _is_between(value: Decimal, one: Decimal, other: Decimal) -> bool:
    """Towards a target of 0 small values are right, and large ones towards a large target."""
    return min(one, other) <= value <= max(one, other)


def _jump(value: Decimal, reference: Decimal) -> str | None:
    """「10倍以上」「10分の1以下」; None within the range, or where one of the two is zero."""
    if not value or not reference:
        return None
    if abs(value) >= JUMP * abs(reference):
        return f"{JUMP}倍以上"
    return f"{JUMP}分の1以下" if JUMP * abs(value) <= abs(reference) else None


def _text_problems(draft: Draft) -> Iterator[Problem]:
    fields: tuple[tuple[DraftField, str, str], ...] = (("note", "備考", draft.note), ("source", "出典", draft.source))
    for field, label, text in fields:
        if len(text) > LONGEST_TEXT:
            message = f"{label}は{LONGEST_TEXT:,}字までです（いま{len(text):,}字）。"
            yield Problem("text", field, message)
    if not draft.by.strip():
        yield Problem("text", "by", "登録する人の名前がありません。")
