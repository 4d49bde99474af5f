"""What a plan lacks, or a question leaves open, in sentences: each refusal, with what may be asked instead."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.model.fiscal import Period
from knowledge.model.records import Span
from knowledge.wording.amounts import lines_text, quoted
from knowledge.wording.example_questions import BY_THEME
from knowledge.wording.leads import MOST_QUOTED
from knowledge.wording.standing import not_narrowed_note

CALLED_IN_FULL: Mapping[str, str] = {
    "goal": "基本目標",
    "target": "数値目標",
    "kpi": "KPI（重要業績評価指標）",
    "indicator": "指標",
    "direction": "基本的方向",
    "package": "施策",
    "project": "事業",
}
COUNTED_KINDS: Mapping[str, str] = {
    "kpi": "KPI",
    "indicator": "指標",
    "target": "数値目標",
    "project": "事業",
}
_OWN = "記載内容"
_ANSWERED = {"project": "目的・取組・KPI", "kpi": "基準値・目標値・実績", "goal_target": "基準値・目標値・実績"}
"""What the plan says of every record of a kind."""
OTHER_WORDS = "別の言い方でもお試しください。"
NOTHING_SHOWN = "まだ何もお示ししていないため、何についてのお尋ねか分かりません。事業名やKPI名を添えてお尋ねください。"
READ_ALONE = "読み取れたものは次のとおりです。"
NO_AMOUNT, NO_NUMBER = "お尋ねの金額", "お尋ねの数"
_SEE_ORIGINAL = "原文をご確認ください。"
_TRY = "事業名、KPI名、または別の言い方でお試しください。"
_NARROW = "場所・対象・目的など、もう一言添えてお尋ねください。"


# What is not written


def not_written(what: str, plan: str, instead: str = "") -> str:
    return f"{what}は、{plan}に記載がありません。{instead}"


def whole_period_note(period: Period) -> str:
    return f"計画期間は{period.text}です。"


def its_figure(name: str, figure: str) -> str:
    """「令和12年度の目標」「「外国人住民」の数値」."""
    return f"{name}の{figure}"


def its_number(word: str) -> str:
    return its_figure(quoted(word), "数値")


def about(name: str, fact: str = "") -> str:
    return f"{name}について{f'、{fact}' if fact else ''}"


def detail_note(name: str, word: str) -> str:
    """Before what is known of the thing."""
    return f"{quoted(name)}の{quoted(word)}は、本文に記載がありません。"


def word_note(word: str) -> str:
    return f"「{word}」は本文に記載がありません。"


def other_note(other: str, whose: str) -> str:
    """Of two that are asked for, where one is shown."""
    return f"「{other}の{whose}」の記載はありません。"


def attribute_note(asked: str, plan: str, name: str, kind: str) -> str:
    """The thing is there, what is asked of it is not."""
    return not_written(asked, plan, f"{quoted(name)}の{_ANSWERED.get(kind, _OWN)}については、お答えできます。")


def none_fulfils(kind: str, plan: str, condition: str = "") -> str:
    """「累計で数えるKPIは、基本目標5にありません。」 `plan`: "" where it was asked of what had been shown."""
    where = plan or "先にお示しした中"
    what = COUNTED_KINDS.get(kind, "もの")
    return f"{condition or 'お尋ねの条件に当てはまる'}{what}は、{where}にありません。条件を変えてお尋ねください。"


def no_such_number(called: str, name: str, marks: Sequence[str], plan: str) -> str:
    """「政策パッケージ8はありません。…の政策パッケージは1から7までです。」"""
    return f"{called}はありません。{plan}の{_numbers(name, marks)}"


def number_unread(called: str, name: str, marks: Sequence[str], why: str) -> str:
    return f"{called}は読み取れていません。読み取れた{_numbers(name, marks)}{why}"


def why_unread(measure: str, pages: Sequence[str]) -> str:
    """`measure`: one that is there, "" for none. `pages`: what the reading said of each that has no text."""
    told = [f"{quoted(measure)}はあります。"] if measure else []
    return "".join([*told, *(f"{page}。" for page in pages[:MOST_QUOTED]), _SEE_ORIGINAL])


def _numbers(name: str, marks: Sequence[str]) -> str:
    """「1から7まで」, 「Ⅰ-1からⅢ-2まで」 as printed; of one alone 「1だけ」."""
    numbers = sorted({int(mark) for mark in marks if mark.isdecimal()})
    first, last = (numbers[0], numbers[-1]) if all(map(str.isdecimal, marks)) else (marks[0], marks[-1])
    return f"{name}は{f'{first}から{last}まで' if first != last else f'{first}だけ'}です。"


def no_record_note(where: str, kinds: Collection[str]) -> str:
    return f"{where}に{_in_full(kinds)}の記載はありません。本文の記載は、テーマの言葉でお尋ねください。"


def none_read_note(where: str, kinds: Collection[str], quotation: str) -> str:
    """Where lines speak of them all the same."""
    return f"{where}に{_in_full(kinds)}として読み取れたものはありません。{quotation}"


def doubted_note(places: str) -> str:
    return f"読み取れなかった行があります（{places}）。{_SEE_ORIGINAL}"


def _in_full(kinds: Collection[str]) -> str:
    return "・".join(name for kind, name in CALLED_IN_FULL.items() if kind in kinds)


# What was not read


def unread_pages_note(pages: Sequence[int | None]) -> str:
    named = [f"{page}ページ" for page in pages[:MOST_QUOTED]]
    more = [f"ほか{len(pages) - MOST_QUOTED}ページ"] if len(pages) > MOST_QUOTED else []
    return f"{'、'.join([*named, *more])}は文字を取り出せていないため、そこに書かれている場合があります。"


def unread_lines_note(lines: Sequence[Span]) -> str:
    """Beside a list that may not be whole."""
    rest = [f"ほか{len(lines) - MOST_QUOTED}行"] if len(lines) > MOST_QUOTED else []
    places = "、".join([*map(lines_text, lines[:MOST_QUOTED]), *rest])
    return f"このほかに、{doubted_note(places)}"


# What was not understood


def not_ours(fact: str, plan: str) -> str:
    return f"{fact}にはお答えしていません。{plan}の内容をお尋ねください。"


def like_this(example: str) -> str:
    told = "テーマでもお探しできます" if example == BY_THEME else "お尋ねになれます"
    return f"「{example}」のように、{told}。"


def too_many_meant(plan: str) -> str:
    return f"お尋ねの言葉だけでは、{plan}のどの事業・KPIのことか絞りきれませんでした。{_NARROW}"


def not_understood(typed: str, read: Sequence[str]) -> str:
    known = "、".join(f"「{run}」" for run in read)
    told = f"を読み取れませんでした（読み取れた言葉：{known}）" if known else f"「{typed}」を読み取れませんでした"
    return f"ご質問{told}。{_TRY}"


def left_out_note(sentence: str) -> str:
    """Of two things asked in one message, the one that is not answered."""
    return f"{quoted(sentence.rstrip('?？'))}は、あわせてお答えできませんでした。分けてお尋ねください。"


def not_narrowed(condition: str) -> str:
    return f"{not_narrowed_note(condition)}{_TRY}"


def figure_of_nothing(figure: str, example: str) -> str:
    return f"「{figure}」だけでは、どの指標のことか分かりません。「{example}」のように、指標名を添えてお尋ねください。"
