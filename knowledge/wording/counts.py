"""How many members each of a kind has, in a sentence: of all, of those compared, of the first, and together."""

from collections.abc import Mapping, Sequence

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.wording.amounts import quoted
from knowledge.wording.leads import first_names
from knowledge.wording.names import goal_word, package_word
from knowledge.wording.standing import CALLED, when_recorded

Counts = Sequence[tuple[str, int]]
"""Of each its name, and how many members it has."""
_MEMBERS = {
    "project": "事業",
    "reprint": "再掲の事業",
    "kpi": "KPI",
    "indicator": "指標",
    "target": "数値目標",
    "direction": "施策の基本的方向",
}
_OF_INDICATORS = "基本目標や政策パッケージそのものに進捗はなく、指標の状態で比べています。"


def member_word(member: str, catalog: Catalog) -> str:
    return package_word(catalog) if member == "package" else _MEMBERS[member]


def owner_word(owner: str, catalog: Catalog) -> str:
    return goal_word(catalog) if owner == "goal" else member_word(owner, catalog)


def sized_lead(condition: str, owner: str, found: Sequence[tuple[str, str]], most: int | None = None) -> str:
    """「事業が10件以上の政策パッケージは2件です：政策パッケージ1（10件）、政策パッケージ3（13件）。」 `most`: of how
    many at once it is told.
    """
    what, told = f"{condition}の{owner}は", "、".join(f"{name}（{count}）" for name, count in found[:most])
    if not found:
        return f"{what}ありません。"
    is_cut = most is not None and len(found) > most
    return f"{what}、{told}です。" if len(found) == 1 else f"{what}{len(found)}件です：{told}{'など' * is_cut}。"


def counts_lead(member: str, counts: Counts, once: int | None = None) -> str:
    """「事業は、政策パッケージ1が13件、政策パッケージ2が8件です。」 `once`: the same without what several have."""
    whole = sum(count for _, count in counts)
    return f"{_counted(member, counts)}です{'' if once in (None, whole) else f'（重なりを除くと{once}件）'}。"


def both_lead(owners: Sequence[str], member: str, names: Sequence[str]) -> str:
    """「政策パッケージ2と政策パッケージ3の両方に当てはまる事業は3件です：「…」、「…」など。」"""
    what = f"{'と'.join(owners)}の{'両方' if len(owners) == 2 else 'すべて'}に当てはまる{member}は"
    return f"{what}{len(names)}件です：{_named(names)}。" if names else f"{what}ありません。"


def _named(names: Sequence[str]) -> str:
    """The first of them in quotes."""
    some = first_names(names)
    return f"{'、'.join(map(quoted, some))}{'など' if len(some) < len(names) else ''}"


def count_difference_text(difference: int) -> str:
    return f"差は{abs(difference)}件です。"


def kinds_lead(owner: str, counts: Counts) -> str:
    """「政策パッケージ1は、事業が10件、KPIが10件で、同数です。」 `counts`: of each kind of its members."""
    told = "、".join(f"{name}が{count}件" for name, count in counts)
    return f"{owner}は、{told}で、{'同数です' if len({count for _, count in counts}) == 1 else '数が違います'}。"


def each_kind_lead(owner: str, counts: Counts) -> str:
    """「政策パッケージ3は、事業が13件、再掲の事業が3件です。」"""
    return f"{owner}は、{'、'.join(f'{name}が{count}件' for name, count in counts)}です。"


def compared_lead(member: str, counts: Counts, *, is_of_least: bool) -> str:
    """The first ones first, of which it is said that they have more, or fewer."""
    first = [name for name, count in counts if count == counts[0][1]]
    more = f"{'と'.join(first)}のほうが{_word(is_of_least)}くなっています"
    return f"{_counted(member, counts)}で、{more if len(first) < len(counts) else '同じです'}。"


def together_lead(member: str, counts: Counts, once: int) -> str:
    """`once`: how many remain where what several have is counted once."""
    whole = sum(count for _, count in counts)
    without = f"（重なりを除くと{once}件）" if once < whole else ""
    return f"{_counted(member, counts)}で、合わせて{whole}件{without}です。"


def ends_lead(member: str, ends: Sequence[tuple[bool, Counts]]) -> str:
    """「事業が最も多いのは、政策パッケージ1（13件）です。」 `ends`: whether it is the least, and those that have it."""
    told = (
        f"最も{_word(is_least)}いのは、{'、'.join(f'{name}（{count}件）' for name, count in counts)}"
        for is_least, counts in ends
    )
    return f"{member}が{'、'.join(told)}です。"


def _counted(member: str, counts: Counts) -> str:
    return f"{member}は、{'、'.join(f'{name}が{count}件' for name, count in counts)}"


def _word(is_least: bool) -> str:
    return "少な" if is_least else "多"


def each_note(told: Mapping[str, str], year: FiscalYear | None, asked: str = "") -> str:
    """「政策パッケージ1は達成 5件、未達成 5件。政策パッケージ2は…です。」 `asked`: the state that is counted."""
    counted = f"{CALLED[asked]}指標は、" if asked else ""
    return f"{when_recorded(year)}{counted}{'。'.join(f'{name}は{states}' for name, states in told.items())}です。"


def compared_note(asked: str, counts: Counts, year: FiscalYear | None, *, is_of_least: bool) -> str:
    """「遅れている指標は、政策パッケージ3が3件、政策パッケージ1が2件で、政策パッケージ3のほうが多くなっています。」"""
    return f"{when_recorded(year)}{compared_lead(f'{CALLED[asked]}指標', counts, is_of_least=is_of_least)}"


def sized_note(
    asked: str, bounds: str, owner: str, found: Sequence[tuple[str, str]], year: FiscalYear | None, *, of_share: bool
) -> str:
    """「遅れている指標が5件以上の政策パッケージは、政策パッケージ1（8件のうち6件）です。」"""
    condition = f"{CALLED[asked]}指標{'の割合' if of_share else ''}が{bounds}"
    return f"{when_recorded(year)}{sized_lead(condition, owner, found)}{_OF_INDICATORS if of_share else ''}"


def most_note(
    asked: str, names: Sequence[str], count: str, year: FiscalYear | None, *, is_least: bool, of_share: bool
) -> str:
    """「遅れている指標が最も多いのは、政策パッケージ1の4件（10件のうち）です。」"""
    what = "割合が最も低い" if of_share and is_least else "割合が最も高い" if of_share else ""
    what = f"{CALLED[asked]}指標の{what}" if what else f"{CALLED[asked]}指標が最も{'少ない' if is_least else '多い'}"
    own = _OF_INDICATORS if of_share else ""
    return f"{when_recorded(year)}{what}のは、{'、'.join(names)}{f'の{count}' if count else ''}です。{own}"
