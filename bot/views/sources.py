"""Where an answer comes from: the document's own words, the reasons of the match, and who shared it."""

import re
from collections.abc import Sequence

from bot.views import ids
from bot.views.escaping import Markup, escape, one_line, person, shorten, shorten_markup
from bot.views.parts import (
    TEXT,
    Block,
    Message,
    actions,
    assemble,
    context,
    context_markup,
    cut_to_fit,
    header,
    paragraph,
    quotation,
    record_button,
    split_lines,
    without_actions,
)
from knowledge.answers import Answer, Item
from knowledge.model import Catalog, Indicator, Project, Record
from knowledge.model.records import Span, Strategy
from knowledge.wording import card_of, title
from knowledge.wording.card import card_text

# 原文

_QUOTE = 2400  # characters of one quotation block
_MOST_QUOTED = 7200


def source_message(id: str, catalog: Catalog, document: Sequence[str] = (), *, context_key: str = "") -> Message:
    """The document's own words with heading path and lines. `document`: the lines of the source file, first first;
    without them the record's printed texts are quoted.
    """
    record = catalog.record(id)
    card = card_of(record, catalog)
    if isinstance(record, Strategy):
        name = f"{card.kind} {card.title}"
        return assemble(name, [header(name), paragraph(card_text(card))])
    quoted = "\n".join(printed_lines(record.span, document)) or printed_text(record)
    where = card.source_text
    blocks = [header(f"{title(record)} の原文"), *quotations(quoted)]
    notes = correction_lines(catalog, record.span)
    blocks += [context(where), *([context(*notes)] if notes else [])]
    text = "\n".join([f"{title(record)} の原文", where, quoted, *notes])
    return assemble(text, blocks, [actions(record_button("詳しく", ids.OPEN, record.id, context=context_key))])


def printed_lines(span: Span, document: Sequence[str]) -> list[str]:
    """The lines of the file, empty ones left out."""
    return [line for line in document[span.first_line - 1 : span.last_line] if line.strip()]


def printed_text(record: Record) -> str:
    match record:
        case Project():
            groups = (f"【{i.group}】{i.text}" if i.group else f"・{i.text}" for i in record.initiatives)
            return "\n".join([record.name, record.description, *groups, *record.notes])
        case Indicator():
            cells = (record.title, record.baseline.raw if record.baseline else "—", record.target.raw)
            return "　".join(cells)
        case _:
            said = getattr(record, "text", "") or getattr(record, "definition", "")
            return f"{title(record)}\n{said}"


def quotations(text: str) -> list[Block]:
    """As few quotation blocks as it takes."""
    shown = shorten(text, _MOST_QUOTED)
    return [quotation(shown[at : at + _QUOTE]) for at in range(0, len(shown), _QUOTE)] or [quotation("")]


def correction_lines(catalog: Catalog, span: Span) -> list[str]:
    """What was read differently from what the file says, within these lines."""
    inside = [c for c in catalog.base.corrections if span.first_line <= c.line <= span.last_line]
    return [f"{c.line}行の「{c.printed}」は「{c.read_as}」と読んでいます（{c.reason}）。" for c in inside[:9]]


# なぜこの答え？

MOST_WORDS = 6

FOUND_BY = {
    "named": "名前の指定",
    "of_one": "一つの指標の実績の指定",
    "by_state": "KPIの状態の指定",
    "by_rate": "進捗の指定",
    "states_of_each": "KPI全体の状況の指定",
    "projects_in_states": "KPIの状態の指定",
    "overview": "KPI全体の状況の指定",
    "most_changed": "二つの値の差の比較",
    "left": "目標までの差の計算",
    "prospect": "KPIの状態の確認",
    "furthest": "進捗の比較",
    "list": "一覧または件数の指定",
    "numbers": "計画全体の数の指定",
    "related": "名前の挙がったものとの結び付きの指定",
    "members_first": "名前の挙がったものとの結び付きの指定",
    "owner_first": "名前の挙がったものとの結び付きの指定",
    "nth": "何番目かの指定",
    "related_filtered": "結び付きと条件の指定",
    "filtered": "条件の指定",
    "extreme": "値や件数の比較",
    "compared": "値の比較",
    "either": "挙げられたもののどちらか",
    "two_kinds": "二つの種類の指定",
    "holding": "含まれる言葉の指定",
    "siblings_package": "同じ政策パッケージのほかのものの指定",
    "siblings_direction": "同じ基本的方向のほかのものの指定",
    "siblings_goal": "同じ基本目標のほかのものの指定",
    "through_owner": "同じパッケージなどに属するものの指定",
    "again": "直前の回答の続き",
    "again_all": "直前の回答の続き",
    "of_shown": "直前の回答に結び付くものの指定",
    "among_shown": "直前の回答のうちの指定",
    "rest": "直前の回答のほかのもの",
    "switched": "直前の回答と同じ尋ね方",
    "alike": "直前の回答と同じ種類のもの",
    "followup": "直前の回答の続き",
    "others": "直前の回答に近いもの",
}
"""How the question was read, where that takes the place of matched words in `Item.why`."""

_REFUSED = {
    "absent": "計画が扱わない種類の情報、または計画が触れていない自治体についてのご質問と読みました。",
    "unknown": "ご質問の言葉に十分に一致する記載が、計画の中に見つかりませんでした。",
    "ambiguous": "ご質問の言葉は計画にありますが、同じくらい当てはまる事業やKPIが多く、一つに絞れませんでした。",
    "analytics": "値や条件で選ぶご質問と読みましたが、当てはまるKPI、または答えに足りる実績がありませんでした。",
    "followup": "直前の回答の続きと読みましたが、お見せしたものの中に、お尋ねのものがありませんでした。",
    "printed": "ご質問の言葉は本文にありますが、答えとして読み取れたものがありませんでした。",
    "structure": "番号や名前の指定と読みましたが、計画にその番号や名前がありませんでした。",
}


COURTESY = "ご挨拶やお礼などには、決まった言葉でお返事しています。"
COUNTED = "数や条件を尋ねるご質問と読み、計画の本文と登録された実績から数えてお答えしました。"


def why_message(answer: Answer) -> Message:
    """What matched, how surely, and what came second; of a refusal its reason, and what came nearest."""
    heading, seconds = "なぜこの答えになったか", [reason(item, answer.query) for item in answer.runners_up[:1]]
    if not answer.items:
        said = _without_items(answer)
        near = [*_unexplained(answer), *(f"いちばん近かったもの：{second}" for second in seconds)]
        blocks = [header(heading), paragraph(said), *map(paragraph, near)]
        return assemble("\n".join([heading, said, *near]), blocks)
    shown = [f"{n}. {reason(item, answer.query)}" for n, item in enumerate(answer.items[:10], start=1)]
    more = [f"ほか{len(answer.items) - 10}件"] if len(answer.items) > 10 else []
    second = [*_unexplained(answer), *(f"次点：{said}" for said in seconds)]
    method = "同じ質問には、いつも同じ答えをお返しします。言葉の一致と計画の構成だけで選び、文章の生成はしていません。"
    lines = [escape(one_line(line)) for line in [*shown, *more, *second]]
    blocks = [header(heading), *split_lines(lines), context(method)]
    return assemble("\n".join([heading, *shown, *more, *second, method]), blocks)


def _without_items(answer: Answer) -> str:
    if answer.status == "not_found":
        return _REFUSED.get(answer.intent, _REFUSED["unknown"])
    return COURTESY if answer.status in ("smalltalk", "help") else COUNTED


def _unexplained(answer: Answer) -> list[str]:
    """What was not understood, in the asker's words."""
    words = "".join(f"「{word}」" for word in answer.unexplained[:MOST_WORDS])
    return [f"答えに生かせなかった言葉：{words}"] if words else []


def reason(item: Item, question: str) -> str:
    """「定住誘導推進事業：一致した言葉 移住、支援（確からしさ 99.7%）」, the words as the question spells them."""
    rules = [FOUND_BY[why] for why in item.why if why in FOUND_BY]
    words = [_matched(why, question) for why in item.why if why not in FOUND_BY]
    said = [*(f"{rule}と読みました" for rule in rules), *([f"一致した言葉 {'、'.join(words)}"] if words else [])]
    sure = f"確からしさ {min(max(item.score, 0.0), 1.0):.1%}"
    name = f"本文「{shorten(item.text or item.title, 40)}」" if item.kind == "passage" else item.title[:80]
    return f"{name}：{'、'.join(said) or '言葉の一部や読みの近さ'}（{sure}）"


def _matched(why: str, question: str) -> str:
    """「mice」 is shown as the question has it, 「チャリ→自転車」 in words."""
    if "→" in why:
        return why.replace("→", "を") + "と読み替え"
    found = re.search(re.escape(why), question, re.IGNORECASE)
    return found[0] if found else why


# チャンネルに共有

_ONLY_FOR_ASKERS = frozenset({ids.SHARE, ids.DELETE, ids.WHY, ids.ASK_OFFICE, ids.FEEDBACK})


def share_message(message: Message, shared_by: str) -> Message:
    """The same answer as a lasting post that says who shared it; without buttons that were for the asker."""
    lead = Markup(f"{person(shared_by)} さんが共有しました")
    lasting = [block for block in message.blocks if block["type"] != "context_actions"]
    kept = without_actions(lasting, _ONLY_FOR_ASKERS)
    text = shorten_markup(Markup(f"{lead}\n{message.text}"), TEXT)
    return Message(text, cut_to_fit([context_markup(lead), *kept]))
