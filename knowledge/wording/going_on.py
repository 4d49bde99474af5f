"""What is said to a question that goes on from a list or a thing shown, where there is no more, or none of that."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.wording.lacking import COUNTED_KINDS

NO_LIST = "まだ一覧をお見せしていません。先に事業やKPIをお尋ねいただくと、「2番目は？」のように続けて聞けます。"
NONE_OTHER = "同じ条件に当てはまるものは、ほかにありません。"
ALL_SHOWN = "先にお示しした分で全部です。残りはありません。"
NEXT_IN_ORDER = "続きを、先にお示ししたものと同じ順に挙げます。"
NOT_AMONG_SHOWN = "先にお示ししたものの中には、ありません。"
SHOWN_INDICATORS, SHOWN_PASSAGE, WHAT_IS_ASKED = "先にお示しした指標", "先にお示しした箇所", "お尋ねの内容"
REPRINTED, OTHERS_OF_THEM = "再掲の", "ほかの"
HOMES: Mapping[str, str] = {"goal": "基本目標", "direction": "基本的方向"}
_ON_KPIS = ("kpi", "value", "nth")
COMPARISON, REASONS = "全国平均との比較", "理由や根拠"


def no_home_note(home: str) -> str:
    """To 「同じ基本目標の事業は？」, before anything was shown."""
    return (
        f"どの{home}のことか分かりません。"
        f"先に事業やKPIをお尋ねいただくと、「同じ{home}の事業は？」のように続けて聞けます。"
    )


def beyond_note(place: int, listed: int, name: str) -> str:
    """`name`: of the one thing that was shown last."""
    shown = f"直前にお見せしたのは{name}の1件だけ" if listed == 1 else f"先にお見せした一覧は{listed}件"
    return f"{shown}です。{place}番目はありません。"


def listed_note(listed: int) -> str:
    return f"先にお示しした一覧は{listed}件です。"


def counted_note(listed: int, whole: str) -> str:
    """「先にお示しした一覧は8件で、計画全体では、事業は45件です。」 `listed`: 0 where that was not asked."""
    just = f"先にお示しした一覧は{listed}件で、" if listed else ""
    return f"{just}計画全体では、{whole}"


def not_greater_note(names: str) -> str:
    return f"{names}は、単位が違うなど、大きさを比べられる値ではありません。"


def no_others_note(name: str, home: str) -> str:
    """`home`: what it belongs to with others, "" where it is that itself."""
    where = f"{name}と同じ{home}" if home else name
    return f"{where}に、ほかのものは示されていません。"


def not_told_of(name: str, what: str) -> str:
    return f"{name}の{what}は、本文に示されていません。"


def no_kpi_tied(name: str) -> str:
    return none_tied(name, "kpi", "")


def none_tied(name: str, form: str, package: str) -> str:
    """ "" for a form of question that asks for nothing tied. `package`: what the plan calls one."""
    ties = {"projects": "結び付く事業", "package": f"当たる{package}"} | dict.fromkeys(_ON_KPIS, "結び付くKPI")
    return f"{name}に{ties[form]}は、本文に示されていません。" if form in ties else ""


def among_lead(count: int, whose: str, told: str) -> str:
    """「先にお示しした9件のうち、政策パッケージ3のKPIは3件です：…」 `told`: what is said of those that are left."""
    return f"{_of_all(count)}{whose}{told}"


def none_among(count: int, whose: str, kinds: Collection[str]) -> str:
    """「先にお示しした9件のうち、政策パッケージ6の指標はありません。」 `kinds`: of the list, or the one asked."""
    every = "indicator" if len(kinds) > 1 else next(iter(kinds), "")
    return f"{_of_all(count)}{whose}{COUNTED_KINDS.get(every, 'もの')}はありません。"


def _of_all(count: int) -> str:
    """`count`: 0 of what was counted, and not shown."""
    return f"先にお示しした{count}件のうち、" if count else "そのうち、"


def whose_of_them(owners: Sequence[str], theme: str, kind: str, *, is_left_out: bool) -> str:
    """「政策パッケージ3の」「「東部」に関する」; of what is left out 「数値目標以外の」."""
    named = "・".join(filter(None, (*owners, f"「{theme}」" if theme else "", COUNTED_KINDS.get(kind, ""))))
    if is_left_out:
        return f"{named}以外の"
    return f"{named}に関する" if theme else f"{named}の" if named else ""
