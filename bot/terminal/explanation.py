"""`ask --explain`: how a question was read, for whoever looks after the words."""

from bot.terminal.layout import Page
from knowledge.answers.understanding.choice import Weighed, fitted
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading
from knowledge.model import Catalog
from knowledge.wording import title
from knowledge.wording.amounts import quoted

MOST_READINGS, MOST_REASONS, MOST_RECORDS = 5, 6, 3

PARTS = {
    "kind": "種類",
    "attribute": "属性",
    "ask": "尋ね方",
    "condition": "条件",
    "state": "状態",
    "standing": "状態",
    "order": "順序",
    "relation": "つながり",
    "unprinted": "計画に載らない事柄",
    "context": "前に示したものを指す言葉",
    "polite": "言い回し",
}
FORMS = {
    "hit": "検索で見つかったもの",
    "hits": "検索で見つかったものを並べる",
    "pair": "二つの話題",
    "joined": "並べて挙げたもの、それぞれ",
    "of_each_kind": "二つの種類から一つずつ",
    "siblings_package": "同じ政策パッケージのほかのもの",
    "siblings_direction": "同じ基本的方向のほかのもの",
    "siblings_goal": "同じ基本目標のほかのもの",
    "through_owner": "同じパッケージなどに属するもの",
    "list": "すべて挙げる",
    "numbers": "計画全体の数",
    "related": "名前の挙がったものに結び付くもの",
    "nth": "挙げられたもののうち何番目か",
    "related_filtered": "結び付くもののうち条件に合うもの",
    "filtered": "条件に合うもの",
    "extreme": "いちばん大きい（小さい）もの",
    "compared": "値の比較",
    "either": "挙げられたもののどちらか",
    "members_first": "結び付くものと、その元",
    "owner_first": "元と、結び付くもの",
    "two_kinds": "二つの種類",
    "holding": "その言葉を含むもの",
    "again": "前に示したもの",
    "again_all": "前に示したものすべて",
    "of_shown": "前に示したものに結び付くもの",
    "among_shown": "前に示したもののうち当てはまるもの",
    "rest": "前に示したもののほか",
    "switched": "同じ尋ね方で、今度挙げられたもの",
    "alike": "前に示したものと同じ種類のもの",
}


def explain_to(page: Page, catalog: Catalog, weighed: Weighed | None) -> None:
    """Concepts, words left unexplained, the likeliest readings, and what the first has before the second."""
    if weighed is None:
        page.paragraph("読み方が一つも見つかりませんでした。")
        return
    question = weighed.readings.evidence.question
    page.heading("言葉")
    for line in _concepts(question):
        page.paragraph(f"・{line}")
    page.paragraph(f"説明の付かない言葉: {'、'.join(weighed.unexplained) or 'なし'}")
    page.heading("読み方")
    for place, at in enumerate(weighed.order[:MOST_READINGS], start=1):
        page.paragraph(f"{place}. {weighed.chances[at]:.1%} {_reading(catalog, weighed.readings.all[at])}")
    page.heading("選んだ理由")
    if len(weighed.order) > 1:
        lead = weighed.lead(weighed.order[1], fitted())[:MOST_REASONS]
        page.paragraph("2番目との差: " + "、".join(f"{name} {gain:+.2f}" for name, gain in lead))
    page.paragraph(f"計画がこれに答えている確からしさ: {weighed.probability:.1%}")


def _concepts(question: Question) -> list[str]:
    lines = []
    for mention in question.mentions:
        said = "".join(token.surface for token in question.tokens[mention.first : mention.last + 1])
        if mention.concept.part != "polite":
            lines.append(f"{said} → {PARTS.get(mention.concept.part, mention.concept.part)} {mention.concept.name}")
    return list(dict.fromkeys(lines))


def _reading(catalog: Catalog, reading: Reading) -> str:
    names = [title(record) for id in reading.ids[:MOST_RECORDS] if (record := catalog.records.get(id))]
    shown = "、".join(quoted(name[:30]) for name in names) or ("計画全体" if reading.ids else "当てはまるものなし")
    more = f" ほか{len(reading.ids) - MOST_RECORDS}件" if len(reading.ids) > MOST_RECORDS else ""
    return f"{FORMS[reading.form]}: {shown}{more}"
