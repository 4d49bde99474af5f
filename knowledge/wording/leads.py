"""The first sentence over several records: how many of what there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import Period
from knowledge.wording.amounts import quoted
from knowledge.wording.names import package_word

WHICH_ONE = "次のどれについてお尋ねですか。"
MOST_NAMES = 6  # records: more are read as a list
FIRST_NAMES = 40  # characters of the names of those at the head of a longer list
MOST_SCOPES = 2  # named; of more it is only said that they are those asked for
_FOUND = frozenset({"hit", "hits", "pair"})  # by likeness
_CONDITIONED = frozenset({"filtered", "related_filtered", "holding", "extreme"})


def counted(catalog: Catalog, kind: str) -> Mapping[str, str]:
    """What the whole plan holds of a kind: label → 「38件」, of projects also how many are no reprints."""
    counts = catalog.base.report.counts
    reprints = counts["reprints"]
    without = f"（再掲{reprints}件を除くと{counts['projects'] - reprints}件）" if reprints else ""
    every = {
        "project": {"事業": f"{counts['projects']}件{without}"},
        "kpi": {"KPI": f"{counts['kpis']}件"},
        "target": {"基本目標の数値目標": f"{counts['goal_targets']}件"},
        "goal": {"基本目標": f"{counts['goals']}件"},
        "direction": {"施策の基本的方向": f"{counts['directions']}件"},
        "package": {package_word(catalog): f"{counts['packages']}件"},
    }
    return every["kpi"] | every["target"] if kind == "indicator" else every.get(kind, {})


def count_lead(counts: Mapping[str, str]) -> str:
    """「事業は45件（再掲5件を除くと40件）です。」"""
    return f"{'、'.join(f'{label}は{count}' for label, count in counts.items())}です。" if counts else ""


def list_lead(
    form: str, scopes: Sequence[str], labels: Sequence[str], names: Sequence[str], *, stands_out: bool = False
) -> str:
    """「条件に合う事業は、「移住支援事業」「定住促進事業」の2件です。」; of many 「「移住支援事業」など13件です。」

    `form` is that of the reading, `scopes` name what the records belong to; of each record its kind and its name in
    quotes, "" for words of the document, which have none. `stands_out`: the others are only near, and the first is
    named alone.
    """
    kinds = Counter(labels)
    count = "、".join(f"{kind}{number}件" for kind, number in kinds.items()) if len(kinds) > 1 else f"{len(labels)}件"
    subject = f"{_whose(form, scopes)}{'・'.join(kinds)}は"
    if not all(names):
        return f"{subject}{count}です。"
    if len(names) == 1:
        return f"{subject}{names[0]}です。"
    told = names[:1] if stands_out else names if len(names) <= MOST_NAMES else _first_names(names)
    return f"{subject}、{''.join(told)}{'の' if len(told) == len(names) else 'など'}{count}です。"


def _first_names(names: Sequence[str]) -> Sequence[str]:
    """As many as a line holds, one at least."""
    lengths = accumulate(map(len, names))
    return names[: max(1, sum(length <= FIRST_NAMES for length in lengths))]


def period_lead(period: Period) -> str:
    first, last = period.start_fiscal_year, period.end_fiscal_year
    return f"計画期間は{first.label}から{last.label}までの{last - first + 1}年間です。"


def quotation_lead(sentence: str) -> str:
    return f"本文に{quoted(sentence.strip())}とあります。"


def _whose(form: str, scopes: Sequence[str]) -> str:
    if form in _FOUND:
        return "近い"
    if form in _CONDITIONED:
        return "条件に合う"
    named = "".join(f"「{scope}」" for scope in scopes) if len(scopes) <= MOST_SCOPES else ""
    return f"{named}の" if named else ""
