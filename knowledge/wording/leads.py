"""The first sentence over several records: how many of what there are."""

from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.model.catalog import Catalog
from knowledge.wording.amounts import quoted
from knowledge.wording.names import package_word

WHICH_ONE = "次のどれについてお尋ねですか。"
MOST_NAMES = 3  # records
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


def list_lead(form: str, scopes: Sequence[str], labels: Sequence[str], names: Sequence[str]) -> str:
    """「お尋ねの条件に当てはまる事業は、「移住支援事業」「定住促進事業」の2件です。」「お尋ねに近い事業は、「移住支援事業」など2件です。」

    `form` is that of the reading, `scopes` name what the records belong to; of each record its kind and its name, ""
    for words of the document, which have none.
    """
    kinds = Counter(labels)
    count = "、".join(f"{kind}{number}件" for kind, number in kinds.items()) if len(kinds) > 1 else f"{len(labels)}件"
    subject, told = f"{_whose(form, scopes)}{'・'.join(kinds)}は", "".join(f"「{name}」" for name in names)
    if form in _FOUND and len(names) > 1 and names[0]:  # the list below has the others
        return f"{subject}、「{names[0]}」など{count}です。"
    if not all(names) or len(names) > MOST_NAMES:
        return f"{subject}{count}です。"
    return f"{subject}、{told}の{count}です。" if len(names) > 1 else f"{subject}「{names[0]}」です。"


def quotation_lead(sentence: str) -> str:
    return f"本文に{quoted(sentence.strip())}とあります。"


def _whose(form: str, scopes: Sequence[str]) -> str:
    if form in _FOUND:
        return "お尋ねに近い"
    if form in _CONDITIONED:
        return "お尋ねの条件に当てはまる"
    named = "".join(f"「{scope}」" for scope in scopes) if len(scopes) <= MOST_SCOPES else ""
    return f"{named}の" if named else ""
