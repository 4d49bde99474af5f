"""The words of sheets (`vocabulary/sheet_words.toml`): what each of them means, and what kinds of text there are."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from knowledge.model.column_words import (
    BRACKETED,
    PUNCTUATION,
    Role,
    of_whole_texts,
    roles_of_words,
    sheet_data,
    word_key,
)
from knowledge.model.normalize import name_key

_MONTH = re.compile(r"^\d{1,2}月(?:[上中下]旬|末|頃|ごろ)?に?")

LABELS: Mapping[Role, str] = {
    "id": "ID",
    "name": "指標",
    "fiscal_year": "年度",
    "as_of": "時点",
    "value": "実績値",
    "unit": "単位",
    "status": "区分",
    "later": "訂正・確定後の値",
    "earlier": "訂正・確定前の値",
    "source": "出典",
    "note": "備考",
    "sample": "架空",
    "confirmed": "確認",
    "grade": "評価",
    "comment": "コメント",
    "target": "目標値",
    "baseline": "基準値・現状値",
    "plan": "計画・見込み",
    "rate": "達成率・進捗率",
    "progress": "進捗",
    "difference": "増減・前年比",
    "previous": "前年度など",
    "partial": "年度の途中",
    "total": "合計・平均",
    "elsewhere": "全国・県など",
    "money": "予算・決算",
    "division": "担当課",
    "number": "番号",
    "group": "施策・分類",
    "method": "算出方法",
    "activity": "取組の内容",
    "ours": "記録",
    "kind": "目標か実績かの区分",
    "unclear": "何の値か分からない列",
    "code": "区分・番号",
}
KINDS = frozenset(("value", "target", "baseline", "plan", "rate", "difference", "previous", "total", "partial"))
"""What a row may say that its numbers are."""
BESIDE_NUMBERS = frozenset(("grade", "comment", "note", "source", "division", "method", "activity", "progress"))
"""What other rows of the same indicator may hold."""

REVISIONS = frozenset(("later", "earlier"))
"""What is said of a value that another one stands in place of, or that stands in place of another."""


def role_of_word(word: str) -> Role | None:
    """That of exactly one word."""
    return roles_of_words().get(word_key(word))


def legend_words(part: str) -> list[str]:
    """How remarks on reading are worded, by what the words are for."""
    found: list[str] = sheet_data()["legend"][part]
    return found


def remark_words(part: str) -> list[str]:
    """What remarks and captions say of values besides, by what the words are for."""
    found: list[str] = sheet_data()["remarks"][part]
    return found


def short_kind(text: str) -> Role | None:
    """「P」「実」: what they mean where a cell says nothing else, and rows are of a kind each."""
    return of_whole_texts("short_kinds").get(name_key(text))


def is_no_value(text: str) -> bool:
    """「集計中」「***」: says that there is no value yet."""
    told = _MONTH.sub("", _plain(text))  # 「11月確定」
    is_announced = told != _plain(text) and told in sheet_data()["no_value"]["behind_a_month"]
    return is_announced or _plain(text) in _no_value() or name_key(text) in _no_value()


def is_total(text: str) -> bool:
    """「小計（基本目標1）」: the name of a row that adds others up."""
    folded = unicodedata.normalize("NFKC", text)
    return name_key(BRACKETED.sub("", folded)) in _total_rows()


def is_code(text: str) -> bool:
    """「R5区分」「値区分（1:目標 2:実績）」: the header of a column of codes, whatever else it says."""
    folded = unicodedata.normalize("NFKC", text)
    return name_key(BRACKETED.sub("", folded)).endswith(tuple(remark_words("codes")))


def is_example(text: str) -> bool:
    """「（例）」「記入例1」「サンプルデータ」 stand in it, and not as the end of another word (「特例」)."""
    return any(map(_is_word_for_example, _tokens(text)))


def is_only_example(text: str) -> bool:
    """「例1」「（サンプル）」, and nothing besides."""
    return len(tokens := _tokens(text)) == 1 and _is_word_for_example(tokens[0])


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[※*_]", " ", PUNCTUATION.sub(" ", folded)).split()


def _is_word_for_example(token: str) -> bool:
    token = token.rstrip("0123456789")
    bare = [token, *(token.removesuffix(one) for one in remark_words("plain"))]
    ends = tuple(remark_words("ends_of_examples"))
    return any(one in remark_words("examples") or one.endswith(ends) for one in bare)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("()").casefold()


def word_list(name: str) -> tuple[str, ...]:
    """yes."""
    return tuple(sheet_data()["lists"][name])


def marks() -> Mapping[str, list[str]]:
    """provisional, final and kept."""
    found: Mapping[str, list[str]] = sheet_data()["marks"]
    return found


@cache
def _no_value() -> frozenset[str]:
    return frozenset(key for word in sheet_data()["no_value"]["words"] for key in (_plain(word), name_key(word)) if key)


@cache
def _total_rows() -> frozenset[str]:
    return frozenset(map(name_key, sheet_data()["total_rows"]["words"]))
