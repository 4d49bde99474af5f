"""What Excel shows for a number under its format: 5 under `"令和"0"年度"` is 令和5年度, 0.5 under `0%` is 50%.

Digits are kept as exact as they are stored; what a format only rounds away is told beside the text.
"""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from msgspec import Struct

from knowledge.model.fiscal import ERAS, FIRST_DAYS

# What Excel means by an id below 164, and in Japan by 27 to 58 (ECMA-376 Part 1, 18.8.30)
_ERA_DAY, _ERA_LONG = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
BUILT_IN = {
    **dict.fromkeys((1, 3, 37, 38), "#,##0"),
    **dict.fromkeys((2, 4, 39, 40), "0.00"),
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 22, 30), "yyyy/m/d"),
    **dict.fromkeys((16, 35, 56), "m/d"),
    **dict.fromkeys((17, 34, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:mm"),
    **dict.fromkeys((27, 36, 50, 52, 53, 57), _ERA_DAY),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA_LONG),
    31: 'yyyy"年"m"月"d"日"',
    49: "@",
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<char>.)', re.S
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"])*', re.S)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_MOST_DECIMALS = 6  # what a value may have: beyond that only the shown number was ever meant
WEEKDAY = "aaa"  # 「火」, with a fourth 「火曜日」: no library takes it for a date
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class Shown(Struct, frozen=True):
    """`rounded`: what a person sees where the cell holds more digits than that, "" where both are one.

    `seen`: just as it is seen, with the zeros at its end and the marks between thousands; "" where `text` says it.
    """

    text: str
    rounded: str = ""
    seen: str = ""


class _Section(Struct, frozen=True):
    """`before`, `pattern` and `behind`: literal text around the placeholders; `is_split` where text stands in them.

    `percents`: signs that are no literal text, each of which multiplies by 100.
    """

    before: str = ""
    pattern: str = ""
    behind: str = ""
    is_split: bool = False
    percents: int = 0
    condition: tuple[str, Decimal] | None = None


def shown_number(value: Decimal, code: str, epoch: date = EPOCH) -> Shown:
    """A cell's number as text. A date is ISO 8601 unless its format shows less of it."""
    parts = _sections(code)
    if code == "General" or "@" in _chars(parts[0]):  # what is for texts shows a number as it is
        return Shown(plain_decimal(value))
    if _is_date(parts[0]):
        return Shown(_date_text(value, parts[0], epoch))
    section, is_own = _section_for(value, [_read_section(part) for part in parts])
    if section is None or (section.is_split and section.pattern):
        return Shown(f"{plain_decimal(value)}（書式 {code}）" if section else "")
    if not section.pattern:
        return Shown((section.before + section.behind).strip())
    return _filled(value, section, is_own=is_own)


def shown_text(text: str, code: str) -> str:
    """A text under a format that has a part for texts: `"令和"@`, or `;;;`, which shows nothing."""
    parts = _sections(code)
    part = parts[3] if len(parts) > 3 else parts[0] if "@" in parts[0] else "@"
    tokens = _TOKEN.finditer(part)
    return "".join(text if match["char"] == "@" else match["quoted"] or match["escaped"] or "" for match in tokens)


def plain_decimal(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sections(code: str) -> list[str]:
    parts, at = [], 0
    while True:
        match = _SECTION.match(code, at)
        end = match.end() if match else at
        parts.append(code[at:end])
        if end >= len(code) or code[end] != ";":
            return parts
        at = end + 1


@cache
def _read_section(part: str) -> _Section:
    before = pattern = behind = ""
    is_split = False
    condition = None
    for match in _TOKEN.finditer(part):
        literal = match["quoted"] if match["quoted"] is not None else match["escaped"]
        char = "General" if match["general"] else match["char"]
        if match["bracket"] is not None:
            told = _CONDITION.fullmatch(match["bracket"])
            currency = re.match(r"\$([^-\]]+)", match["bracket"])
            condition = (told[1], Decimal(told[2])) if told else condition
            literal = currency[1] if currency else None
        if char is not None and (char in "0#?.," or char == "General" or (char in "E+/" and pattern)):
            is_split = is_split or bool(behind)
            pattern += char
        elif literal or char:
            said = literal or (char or "").replace(" ", "")
            before, behind = (before, behind + said) if pattern else (before + said, behind)
    return _Section(before, pattern, behind, is_split, _chars(part).count("%"), condition)


def _section_for(value: Decimal, parts: list[_Section]) -> tuple[_Section | None, bool]:
    """The part for this number, None for what shows nothing, and whether it shows the sign itself."""
    if any(part.condition for part in parts):
        chosen = next((part for part in parts if part.condition is None or _holds(value, part.condition)), parts[0])
        return chosen, False
    at = 0 if value > 0 or len(parts) == 1 else 1 if value < 0 else 2 if len(parts) > 2 else 0
    part = parts[at]
    is_empty = len(parts) > 1 and not (part.before or part.pattern or part.behind)
    return (None if is_empty else part), at == 1


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    below, same = value < limit, value == limit
    return {"<": below, "<=": below or same, ">": not below and not same, ">=": not below, "=": same, "<>": not same}[
        sign
    ]


def _filled(value: Decimal, section: _Section, *, is_own: bool) -> Shown:
    whole, _, fraction = section.pattern.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    scaled = abs(value) * 100**section.percents / Decimal(1000) ** thousands
    before, behind = section.before, section.behind
    if value < 0:
        before, behind = _with_sign(before, behind, is_own=is_own)
    exact = plain_decimal(scaled)
    rounded = exact if "General" in section.pattern or "E" in section.pattern else _rounded(scaled, len(fraction))
    decimals = len(exact.partition(".")[2])
    kept = rounded if decimals > _MOST_DECIMALS else exact
    texts = [f"{before}{number}{behind}".strip() for number in (kept, rounded)]
    seen = f"{before}{_as_seen(scaled, section.pattern)}{behind}".strip()
    return Shown(texts[0], texts[1] if Decimal(rounded) != scaled else "", seen if seen != texts[0] else "")


def _as_seen(value: Decimal, pattern: str) -> str:
    if "General" in pattern or "E" in pattern or "/" in pattern:
        return plain_decimal(value)
    whole, _, fraction = pattern.partition(".")
    text = format(
        value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP), "," if "," in whole.rstrip(",") else "f"
    )
    before, _, behind = text.partition(".")
    kept = behind[: fraction.count("0")] + behind[fraction.count("0") :].rstrip("0")
    return f"{before}.{kept}" if kept else before


def _rounded(value: Decimal, decimals: int) -> str:
    return plain_decimal(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _with_sign(before: str, behind: str, *, is_own: bool) -> tuple[str, str]:
    """A part for negative numbers may show ▲, (…) or only a colour; the number is negative in each."""
    if is_own and before.endswith("(") and behind.startswith(")"):
        return f"{before[:-1]}-", behind[1:]
    return (before if is_own and any(sign in before for sign in "▲△-−") else f"-{before}"), behind


# Dates


def _chars(part: str) -> str:
    """What is neither literal nor in brackets."""
    return "".join(match["char"] or "" for match in _TOKEN.finditer(part)).lower()


@cache
def _is_date(part: str) -> bool:
    is_general = any(match["general"] for match in _TOKEN.finditer(part))
    bare = _chars(part)
    return not is_general and not set(bare) & set("0#?") and (bool(set(bare) & set("ymdhsge")) or WEEKDAY in bare)


def _date_text(value: Decimal, part: str, epoch: date) -> str:
    """The day, or only its year or month where no more is shown; a time of day is no date."""
    bare = _chars(part)
    has_day = "d" in bare or WEEKDAY in bare
    if not set(bare) & set("yge") and not has_day:
        return f"{plain_decimal(value)}（時刻）"
    try:
        day = epoch + timedelta(days=int(value))
    except OverflowError:
        return "#####"
    if has_day:
        return day.isoformat()
    return re.sub(r"g+|e+|y+|m+|r+", lambda run: _part_of(day, run[0].lower()), _literal_free(part), flags=re.I)


def _literal_free(part: str) -> str:
    """Literals as they are shown; locale brackets gone. Latin letters among literals are none of Japan's formats."""
    return "".join(
        match["quoted"] or match["escaped"] or match["char"] or "" for match in _TOKEN.finditer(part)
    ).replace("@", "")


def _part_of(day: date, run: str) -> str:
    kanji, letter, before = next((era for era, first in zip(ERAS, FIRST_DAYS, strict=True) if day >= first), ERAS[-1])
    if run[0] == "g":
        return {1: letter, 2: kanji[0]}.get(len(run), kanji)
    if run[0] == "e":
        return f"{day.year - before:0{len(run)}}"
    if run[0] == "m":
        return f"{day.month:0{min(len(run), 2)}}"
    return str(day.year) if len(run) > 2 else f"{day.year % 100:02}"
