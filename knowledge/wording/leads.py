"""The first sentence over several records: how many of what there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import Period
from knowledge.model.quantity import without_scale
from knowledge.model.records import Contact, Span
from knowledge.wording.amounts import lines_text, quoted, without_markup
from knowledge.wording.names import package_word
from knowledge.wording.values import Measure

WHICH_ONE = "次のどれについてお尋ねですか。"
AMONG_SHOWN = "先にお示ししたもののうち、"
MOST_NAMES = 6  # records: of more the number says all
FEW, FIRST_NAMES = 3, 30  # records that are all named; characters of the names at the head of a longer list
LONGEST_TOLD = 60  # characters of a sentence at the head of several passages
MOST_QUOTED = 3  # lines of the document, or pages of it, that are told at once
MOST_SCOPES = 2  # named; of more it is only said that they are those asked for
RELATED = "関連"  # 事業, in short: the names are to stand in the same line
LED, NEAR = "関連する", "近い"  # what the search found: by the words that are asked, by likeness alone
AGAIN = "先にお示しした"
_FOUND = frozenset({LED, NEAR})
CLEAR, NEAREST = "該当する", "最も近い"  # the same of the one that is far before the others
MEASURED = {
    "target": "目標値",
    "baseline": "基準値",
    "difference": "基準値と目標値の差",
    "ratio": "基準値に対する目標値の割合",
}
_CONDITION_WORDS: Mapping[str, str] = {
    "no_baseline": "基準値のない",
    "without": "{}の結び付いていない",
    "no_target": "目標値のない",
    "kept": "現状維持を目標とする",
    "even": "目標値と基準値が同じ",
    "lower": "減らすことを目標とする",
    "higher": "増やすことを目標とする",
    "cumulative": "累計で数える",
    "total": "総数で数える",
    "average": "平均で示す",
    "percent": "割合で示す",
    "doubled": "目標値が基準値の2倍以上の",
    "at_least": "目標値に「以上」とある",
    "negative": "負の値のある",
    "relative": "他との比較を目標とする",
    "zero_target": "目標値が0の",
    "zero_baseline": "基準値が0の",
    "reprinted": "再掲の",
    "not_reprinted": "再掲のない",
    "counted_once": "再掲を除いた",
    "unit": "単位が「{}」の",
    "baseline_year": "基準年度が{}の",
}
"""What may be asked of the records of a list, in the same words however it is asked."""
SOURCE_LEAD = "{name}の出典は、{place}です。"
PURPOSE_LEAD = "{name}の目的：{text}（{place}）"
UNIT_LEAD = "{name}の単位は{unit}です。"
OF_THE_PLAN = "成果目標"  # an indicator of no goal and no package
OF, OTHER = "の", "ほかの"
OF_PROJECTS = "の事業"  # through which KPIs belong to a goal
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
    return _indicators_counted(catalog) if kind == "indicator" else every.get(kind, {})


def _indicators_counted(catalog: Catalog) -> Mapping[str, str]:
    """「指標は47件（KPI38件、基本目標の数値目標8件、計画全体の成果目標1件）」: all that can have actual values."""
    counts = catalog.base.report.counts
    parts = {
        "KPI": counts["kpis"],
        "基本目標の数値目標": counts["goal_targets"],
        "計画全体の成果目標": int(catalog.strategy.population_target is not None),
    }
    told = "、".join(f"{label}{count}件" for label, count in parts.items() if count)
    return {"指標": f"{sum(parts.values())}件（{told}）"}


def count_lead(counts: Mapping[str, str]) -> str:
    """「事業は45件（再掲5件を除くと40件）です。」"""
    return f"{'、'.join(f'{label}は{count}' for label, count in counts.items())}です。" if counts else ""


def list_lead(
    form: str,
    scopes: Sequence[str],
    labels: Sequence[str],
    names: Sequence[str],
    condition: str = "",
    *,
    is_counted: bool = False,
    is_rest: bool = False,
    is_tied: bool = False,
    is_named: bool = False,
) -> str:
    """「基準値のないKPIは2件です：「…」、「…」。」; of many 「事業は13件です：「移住支援事業」など。」

    `form` is that of the reading, `scopes` name what the records belong to; of each record its kind and its name in
    quotes, "" for words of the document, which have none. `condition`: as it was asked, "" where it is not known.
    `is_counted`: how many there are was asked, of one as well. `is_rest`: some that belong there were told before.
    `is_tied`: `scopes` are indicators, which own nothing. `is_named`: their names are the answer, up to MOST_NAMES.
    """
    whose = _whose(form, scopes, condition)
    whose = f"{AMONG_SHOWN}{whose}" if form == "among_shown" and whose else whose
    whose = f"{whose.removesuffix(OF)}に{LED}" if is_tied and whose.endswith(OF) else whose
    whose = f"{whose}{OTHER}" if is_rest else whose
    return _told(whose, labels, names, is_counted=is_counted, is_named=is_named)


def found_lead(groups: Mapping[str, Sequence[tuple[str, str]]], *, is_counted: bool = False) -> str:
    """「移住支援に関する事業は2件です：「…」、「…」。近い事業は「…」です。」 `groups`: of what the search found, how it
    stands to what was asked → kind and name of each; none is empty.
    """
    told = (
        _told(whose, [kind for kind, _ in some], [name for _, name in some], is_counted=is_counted)
        for whose, some in groups.items()
    )
    return "".join(told)


def winner_lead(measured: str, names: Sequence[str], *, is_least: bool, is_even: bool) -> str:
    """「目標値は、「宿泊者数」の方が「MICE開催支援件数」より大きくなっています。」 `names`: of two, in that order."""
    if is_even:
        return f"{measured}は、{'と'.join(names)}で同じです。"
    return f"{measured}は、{names[0]}の方が{names[1]}より{'小さ' if is_least else '大き'}くなっています。"


def extreme_lead(
    measured: str, firsts: Sequence[tuple[str, str]], among: str, count: int, *, is_least: bool, units: int
) -> str:
    """「「製造品出荷額等」の目標値 361,466百万円が、KPI37件のうち最も大きい値です。」

    `firsts`: names and amounts of those; `units`: in how many units all are counted.
    """
    told = "、".join(f"{name}の{measured} {amount}" for name, amount in firsts[:MOST_NAMES])
    mixed = "単位の違うものも、数の大きさで比べています。" if units > 1 else ""
    return f"{told}が、{among}{count}件のうち最も{'小さ' if is_least else '大き'}い値です。{mixed}"


def beside_lead(both: Sequence[Measure]) -> str:
    """「「年間観光客数」は…。「宿泊者数」は…。目標値は、「年間観光客数」の方が…。」 of two indicators; of
    different units that these cannot be compared.
    """
    told = "".join(
        f"{quoted(own.name)}は{'、'.join(own.figures if not own.view else own.figures[1:])}。" for own in both
    )
    units = [own.indicator.unit for own in both]
    scales = [without_scale(unit) for unit in units]  # 54人 and 39.3万人 are of one unit
    targets = [
        None if (value := own.indicator.target.value) is None else value * by
        for own, (by, _) in zip(both, scales, strict=True)
    ]
    if len({unit for _, unit in scales}) > 1:
        return f"{told}単位が違うため（{'と'.join(units)}）、大小は比べられません。"
    known = [(value, own) for value, own in zip(targets, both, strict=True) if value is not None]
    if len(known) < len(both):
        return told
    names = [quoted(own.name) for _, own in sorted(known, key=lambda pair: pair[0], reverse=True)]
    return told + winner_lead(MEASURED["target"], names, is_least=False, is_even=len(set(targets)) == 1)


def of_theme(words: Sequence[str], text: str) -> str:
    """「移住支援に関する」; of several side by side 「「大学」「連携」に関係する」. `text`: with what joins them."""
    if text in ("".join(words), OF.join(words)):
        return f"{text}に関する"
    return f"{''.join(map(quoted, words))}に関係する"


def clear_lead(whose: str, first: tuple[str, str], others: Sequence[str]) -> str:
    """「該当する事業は「…」です（ほかに近い事業2件）。」 `others`: kinds of what came far behind."""
    kind, name = first
    return f"{whose}{kind}は{name}です（ほかに{NEAR}{_count(others, '・'.join(dict.fromkeys(others)))}）。"


def _told(
    whose: str, labels: Sequence[str], names: Sequence[str], *, is_counted: bool = False, is_named: bool = False
) -> str:
    """The number before the names: who has asked for it need not read on. Of many that were found the first names."""
    count = _count(labels)
    kinds = list(dict.fromkeys(labels))
    if len(kinds) == 1:
        subject = f"{RELATED if whose == LED and all(names) else whose}{kinds[0]}は"
    else:
        subject = f"{f'{whose[:-1]}にある' if whose.endswith(OF) else whose or CLEAR}ものは"
    if not all(names):
        return f"{subject}{count}です。"
    if len(names) == 1 and not is_counted:
        return f"{subject}{names[0]}です。"
    some = names if is_named and len(names) <= MOST_NAMES else first_names(names)
    told, is_cut = "、".join(some), len(some) < len(names)
    if is_cut and whose in _FOUND and not is_counted:  # its names are the answer, and not how many they are
        return f"{subject}{told}など{count}です。"
    return f"{subject}{count}です：{told}{'など' * is_cut}。"


def _count(labels: Sequence[str], named: str = "") -> str:
    """「3件」, of several kinds 「KPI2件、数値目標1件」. `named`: what stands before the number of one kind."""
    kinds = Counter(labels)
    several = "、".join(f"{kind}{number}件" for kind, number in kinds.items())
    if OF_THE_PLAN in kinds and len(kinds) > 1:
        return f"{len(labels)}件（{several}）"
    return several if len(kinds) > 1 else f"{named}{len(labels)}件"


def first_names(names: Sequence[str]) -> Sequence[str]:
    """A few, or of more as many as a line holds, one at least."""
    lengths = accumulate(map(len, names))
    return names if len(names) <= FEW else names[: max(1, sum(length <= FIRST_NAMES for length in lengths))]


def issuer_lead(contact: Contact) -> str:
    """The plan prints an office, and not that it alone has made it."""
    return f"本文に連絡先として記載されているのは、{contact.office}です。"


def contact_lead(contact: Contact) -> str:
    return f"本文に記載されている連絡先は、{contact.office}の電話 {contact.tel}です。"


def period_lead(period: Period, published: str = "", place: str = "") -> str:
    """`published`: when the plan was made, where that is asked besides. `place`: the lines that print the period."""
    made = f"策定は{published}です。" if published else ""
    where = f"（本文{place}）" if place else ""
    first, last = period.start_fiscal_year, period.end_fiscal_year
    return f"計画期間は{first.label}から{last.label}までの{last - first + 1}年間です{where}。{made}"


def plan_lead(catalog: Catalog) -> str:
    """What the plan is: whose, for which years, and what it is for."""
    plan, goals = catalog.strategy, [quoted(goal.name) for goal in catalog.base.goals]
    period = f"{plan.period.text}を計画期間とする" if plan.period else ""
    aims = f"基本目標は{'、'.join(goals)}の{len(goals)}つです。" if goals else ""
    return f"{plan.title}は、{period}{plan.municipality or ''}の計画です。{aims}"


def quotation_lead(sentence: str) -> str:
    return f"本文に{_quotation(sentence)}とあります。"


def lines_lead(found: Sequence[tuple[str, Span]]) -> str:
    """「本文に「…」（12行）、「…」（40行）とあります。ほか2か所にもあります。」; "" of none."""
    if not found:
        return ""
    more = f"ほか{len(found) - MOST_QUOTED}か所にもあります。" if len(found) > MOST_QUOTED else ""
    told = (f"{quoted(without_markup(text))}（{lines_text(span)}）" for text, span in found[:MOST_QUOTED])
    return f"本文に{'、'.join(told)}とあります。{more}"


def conditions_text(conditions: Sequence[tuple[str, str]], themes: Sequence[str]) -> str:
    """「基準値のない」「「移住支援」に関係する、割合で示す」."""
    told = [
        *(f"{quoted(theme)}に関係する" for theme in themes),
        *(_CONDITION_WORDS[name].format(value) for name, value in conditions),
    ]
    return "、".join(dict.fromkeys(told))


def passages_lead(sentence: str, others: int) -> str:
    """「本文に「総合戦略の目標を実現するため、…」とあります（ほかに近い本文1件）。」"""
    return f"本文に{_quotation(sentence)}とあります（ほかに{NEAR}本文{others}件）。"


def _quotation(sentence: str) -> str:
    """Whole, or as much of it as a reader takes in at once, to the end of a part."""
    told = sentence.strip()
    if len(told) <= LONGEST_TOLD:
        return quoted(told)
    ends = told.rfind("、", LONGEST_TOLD // 2, LONGEST_TOLD) + 1
    return quoted(f"{told[: ends or LONGEST_TOLD]}…")


def _whose(form: str, scopes: Sequence[str], condition: str) -> str:
    named = _together(scopes) if len(scopes) <= MOST_SCOPES else ""
    if form in _CONDITIONED:
        met = condition or "条件に合う"
        return f"{named}{OF}うち、{met}" if named else met
    return f"{named}{OF}" if named else ""


def _together(names: Sequence[str]) -> str:
    """「政策パッケージ2・3」, of what no number alone tells apart 「「…」・「…」」."""
    stem = names[0].rstrip("0123456789") if names else ""
    numbers = [name.removeprefix(stem) for name in names]
    return f"{stem}{'・'.join(numbers)}" if stem and all(map(str.isdecimal, numbers)) else "・".join(names)
