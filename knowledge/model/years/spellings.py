"""The one table of spellings of a year, in text that NFKC has folded."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import ERAS

ENGLISH_ERAS = ("REIWA", "HEISEI", "SHOWA")
_ERA_NAMES, _ERA_LETTERS = "|".join(name for name, _, _ in ERAS), "".join(letter for _, letter, _ in ERAS)
ERA_NAME, ERA = f"(?:{_ERA_NAMES})", f"(?:{_ERA_NAMES}|[{_ERA_LETTERS}])"  # as documents print it
ERA_AND_NUMBER = rf"(?:{_ERA_NAMES}|[{_ERA_LETTERS}](?=[\d元]))"
PRINTED_YEAR = rf"(?:20\d\d|(?:{ERA}|Ｒ)[\s　]*(?:元|[0-9０-９]{{1,2}}))(?:年度?)?"
_BEGUN = f"(?:{'|'.join(f'{name[0]}{name[1]}?' for name, _, _ in ERAS)}|[{_ERA_LETTERS}])"
_BEGUN_ERA, _OPEN_YEAR = re.compile(_BEGUN), re.compile(rf"\((?=.)(?:{_BEGUN}\s*)?[元年度末\d]{{0,6}}$")
_DIGITS = "〇○零一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,2}}|元|[{_DIGITS}十]{{1,3}})"
UNIT = r"\s*(?P<unit>(?:会計|事業)?年度|度(?![目合])|年(?![代間齢])|[Ff][Yy](?![A-Za-z]))"
FISCAL = r"(?i:fy|fiscal(?:\s+year)?)"
_DATE = (
    r"\s*[-/.年]\s*(?P<month>\d{1,2})\s*"
    r"(?:月\s*(?P<day>\d{1,2})\s*日|月|[-/.]\s*(?P<last>\d{1,2})(?!\d)(?:\s*日)?)"
    r"|(?:[/.]|-(?=0))(?P<alone>0?[1-9]|1[0-2])"  # 「2023/3の」, 「R5.3末」; no amount
    r"(?:(?!\.\d)\b(?!\s*[%‰])|(?=[のはとや末時]))"
)


def is_begun_era(text: str) -> bool:
    """A cell that breaks off in its year: 「令」."""
    return bool(_BEGUN_ERA.fullmatch(text.strip()))


def without_open_year(text: str) -> str:
    """「目標値(令和12」 → 「目標値」."""
    return _OPEN_YEAR.sub("", text)


@cache
def counted_from_today() -> Mapping[str, int]:
    return {word: int(years) for years, some in year_words()["from_today"].items() for word in some}


@cache
def year_words() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "years.toml")


@cache
def year_marks() -> re.Pattern[str]:
    """Every spelling of a year has one of these, and most texts have none."""
    in_kana = [word for word in counted_from_today() if "年" not in word]
    return re.compile("|".join([rf"[\d{_DIGITS}十元千年]", *in_kana]))


@cache
def year_pattern() -> re.Pattern[str]:
    """One table, in the order in which spellings are tried at a place."""
    part, counted = year_words()["part_of_a_word"], year_words()["counted"]
    longest_first = "|".join(sorted(counted_from_today(), key=len, reverse=True))
    not_in_number = rf"(?<![\d{_DIGITS}十.])"
    months = rf"(?:{'|'.join(year_words()['months'])})[a-z]*\.?"
    of_era = rf"(?:[元\d]|[{_DIGITS}十]{{1,3}}(?:(?![一-龥ぁ-んァ-ヶ])|[年度末のはとや]))"  # no name (昭二さん)
    not_counted = "".join(f"(?<!{word})" for word in counted["before"])
    spelled = (
        rf"(?!{'|'.join(part['not'])})(?P<word>{longest_first})(?![{part['behind']}])",
        rf"(?P<stacked>[{part['stacked']}]{{2,}}年度)",
        r"(?P<unclear>(?:(?<![A-Za-z\d])[RHSrhs]|令和|平成|昭和)\s*(?:[-_'’]\s*\d{1,2}|[壱弐参肆伍陸漆捌玖拾Xx?×]{1,3})\s*年度)",
        rf"(?<![A-Za-z\d])(?P<no_year>{FISCAL}\s*['’-]?\s*(?:\d|\d{{3}}))(?![A-Za-z\d])",
        rf"(?<![A-Za-z\d])(?i:(?:(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month_name>{months})\s+"
        rf"(?:(?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?)(?P<of_month>\d{{4}})(?!\d)",
        rf"{not_in_number}(?P<ago>{_NUMBER})\s*[かカヵヶケ]?年度?前(?![後倒])",
        rf"(?P<era>{_ERA_NAMES}|(?<![一-龥])[令平昭](?=\s*{of_era})|(?<![A-Za-z\d'’])(?:[RHSrhs]|(?i:{'|'.join(ENGLISH_ERAS)})))"
        rf"\s*\.?\s*(?P<of_era>{_NUMBER})(?:(?![A-Za-z\d])|(?=[Ff][Yy]))",
        rf"(?<!\d)(?<!\d\.)(?P<prefix>(?:(?<![A-Za-z]){FISCAL}|西暦)\s*['’-]?|['’](?=\d\d\s*年))?"
        rf"(?P<western>(?(prefix)(?:\d\d){{1,2}}|(?:\d{{3,5}}|\d\d(?=\s*[Ff][Yy])))|[一二][{_DIGITS}]{{3}}"
        rf"|(?:千九百|二千)[{_DIGITS}十]{{0,3}}(?=\s*年))(?![\d{_DIGITS}十百千万億])",
        rf"{not_in_number}{not_counted}(?P<bare>{_NUMBER})(?=\s*(?:会計|事業)?年度(?![{counted['behind']}]))",
    )
    return re.compile(f"(?:{'|'.join(spelled)})(?:{_DATE}|{UNIT})?")
