"""Questions without a good answer, as editors see them: on the Home tab, as a list, and the form that teaches."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, lines, shorten
from bot.views.forms import (
    Submitted,
    chosen,
    grouped_select,
    input_field,
    is_checked,
    modal,
    name_search,
    note_blocks,
    read_subject,
    text_field,
    ticks,
    typed,
)
from bot.views.ids import ButtonValue
from bot.views.parts import (
    Block,
    actions,
    button,
    confirm,
    context,
    divider,
    header,
    paragraph,
    record_option,
    rest,
    rest_blocks,
    section,
    warning_blocks,
)
from knowledge.answers.gaps import Gap
from knowledge.answers.preview import Trial
from knowledge.answers.understanding.concepts import Concept
from knowledge.model import Catalog
from knowledge.wording import home, title
from knowledge.wording.moments import moment_text
from knowledge.wording.taught import NOT_READ_YET

GAPS_AT_ONCE, GAPS_AT_HOME, MOST_CHANGES, MOST_WORDINGS = 20, 3, 10, 5
TAUGHT_AT_ONCE = 60  # a modal has room for a hundred blocks
OLDER_TAUGHT = "（前のものは、senryaku gaps taught と gaps undo で取り消せます）"
_QUESTION, _WORD = 150, 40
HEADING, TEACH = "答えられなかった質問", "ボットに言葉を教える"
WHAT_HELPS = (
    "言い方が通じなかったときは、言葉を教えると答えられるようになります。"
    "計画に書かれていないことには、教えても答えられません。"
)
NO_GAPS_YET = "うまく答えられなかった質問は、まだありません。"
NO_CHANGES = "答えが変わる質問はありません。"
UNDER_TRIAL = "ほかの質問の答えが変わらないか、確かめています。このままお待ちください。"


OFFERED: Mapping[str, Mapping[Concept, str]] = {
    "KPIの値": {
        Concept("attribute", "target"): "目標値",
        Concept("attribute", "baseline"): "基準値",
        Concept("attribute", "actual"): "実績",
        Concept("attribute", "progress"): "進捗",
        Concept("attribute", "trend"): "推移",
    },
    "KPIの状態": {
        Concept("state", "late"): "遅れている",
        Concept("state", "achieved"): "達成",
        Concept("state", "unachieved"): "未達成",
        Concept("state", "on_track"): "順調",
    },
    "計画にあるもの": {
        Concept("kind", "project"): "事業",
        Concept("kind", "kpi"): "KPI",
        Concept("kind", "goal"): "基本目標",
        Concept("kind", "package"): "政策パッケージ",
    },
}
"""What staff have words of their own for. `senryaku gaps word` takes every other meaning as well."""


class GapForm(Struct, frozen=True, kw_only=True):
    """What an editor wants to teach: a word with its concept, or what the question means (a record's id), or both.

    `about`: the gap's key, then the key of what was tried out. `has_confirmed`: what it changes was seen and ticked.
    """

    about: ButtonValue
    word: str = ""
    concept: Concept | None = None
    means: str = ""
    has_confirmed: bool = False


class Tried(Struct, frozen=True, kw_only=True):
    """What a trial showed: `key` names what was tried."""

    key: str
    trial: Trial


# Home and the list


def gaps_section(gaps: Sequence[Gap], lost: str = "") -> list[Block]:
    """For editors alone. `lost`: a sentence where some of them cannot be read."""
    head = [header(HEADING), *warning_blocks(lost)]
    if not gaps:
        taught = button("教えた言葉を見る", ids.GAPS_LIST, ids.encode(ButtonValue()))
        return [*head, paragraph(NO_GAPS_YET), actions(taught)]
    shown = [lines(bold(_short(gap)), escape(_told(gap))) for gap in gaps[:GAPS_AT_HOME]]
    count = sum(gap.count for gap in gaps)
    see_all = button(f"一覧を見る（{len(gaps)}種類・{count}回）", ids.GAPS_LIST, ids.encode(ButtonValue()))
    return [*head, *(section(each) for each in shown), actions(see_all)]


def gaps_modal(
    gaps: Sequence[Gap],
    *,
    taught: Mapping[int, str] = MappingProxyType({}),
    can_teach: bool = True,
    note: str = "",
    lost: str = "",
) -> Block:
    """`taught`: what can be taken back by its number, in words, oldest first. `lost`: as in `gaps_section`."""
    blocks = [
        *note_blocks(note),
        *warning_blocks(lost),
        context("似た質問をまとめ、多い順に並べています。", WHAT_HELPS),
        *([] if gaps else [paragraph(NO_GAPS_YET)]),
        *(_listed_gap(gap, can_teach=can_teach and gap.has_words) for gap in gaps[:GAPS_AT_ONCE]),
        *rest_blocks(len(gaps) - GAPS_AT_ONCE),
        *_taught_rows(taught),
    ]
    return modal(ids.GAPS_MODAL, HEADING, blocks)


def _listed_gap(gap: Gap, *, can_teach: bool) -> Block:
    about = f"言葉を教える：{_short(gap)}"
    teach = button("言葉を教える", ids.GAP_TEACH, ids.encode(ButtonValue((gap.key,))), about=about)
    others = "、".join(f"「{shorten(one, 40)}」" for one in gap.others[:2])
    return section(
        lines(bold(_short(gap)), escape(_told(gap)), *([escape(f"ほかの聞き方：{others}")] if others else [])),
        accessory=teach if can_teach else None,
        most=900,
    )


def _taught_rows(taught: Mapping[int, str]) -> list[Block]:
    """The last one first."""
    rows = [_taught_row(number, label) for number, label in sorted(taught.items(), reverse=True)]
    more = rest(len(rows) - TAUGHT_AT_ONCE)
    head = [divider(), section(Markup("*加えた言葉と例*"))] if rows else []
    return [*head, *rows[:TAUGHT_AT_ONCE], *([context(f"{more}{OLDER_TAUGHT}")] if more else [])]


def _taught_row(number: int, label: str) -> Block:
    sure = confirm("取り消しますか", shorten(f"{label}を取り消します。", 200), "取り消す")
    told = f"{number}: {shorten(label, 200)}"
    about = f"取り消す：{number}"
    undo = button("取り消す", ids.GAPS_UNDO, ids.encode(ButtonValue((str(number),))), about=about, confirm=sure)
    return section(escape(told), accessory=undo)


def _short(gap: Gap) -> str:
    return shorten(gap.question, _QUESTION)


def _told(gap: Gap) -> str:
    return f"{gap.count}回（{gap.kinds_text}）・最後に聞かれた日時 {moment_text(gap.last)}"


# The form


def gap_modal(gap: Gap, form: GapForm, catalog: Catalog, *, tried: Tried | None = None, note: str = "") -> Block:
    """`tried`: what the last trial of just this showed; without it the form asks for one."""
    meant = catalog.records.get(form.means)
    record = name_search(record_option(meant.id, title(meant), home(catalog, meant)) if meant else None)
    blocks = [
        *note_blocks(note),
        section(lines(bold(_short(gap)), escape(_told(gap)))),
        *([context(f"ほかの聞き方：{'　'.join(gap.others[:MOST_WORDINGS])}")] if gap.others else []),
        *([context(*(f"ご意見：{comment}" for comment in gap.comments[:MOST_WORDINGS]))] if gap.comments else []),
        *(_trial_blocks(tried) if tried else []),
        input_field(
            ids.GAP_WORD,
            "加える言葉",
            text_field(_WORD, "例：ゴール値", form.word, multiline=False),
            hint="質問のうち、ボットに通じなかった言葉だけを入れてください。",
            optional=True,
        ),
        input_field(ids.GAP_CONCEPT, "その言葉の意味", _concepts(form.concept), optional=True),
        input_field(
            ids.GAP_MEANS,
            "この質問で見せたい事業・KPI（確認用の例として残します）",
            record,
            hint="選んだものは確認用の例として残ります。今後、言葉を加えるときに、この質問に正しく答えられるかを確かめます。",
            optional=True,
        ),
    ]
    about = ButtonValue((*form.about.records[:1], *([tried.key] if tried else [])), form.about.context)
    return modal(ids.GAP_MODAL, TEACH, blocks, "加える" if tried else "確かめる", about)


def _trial_blocks(tried: Tried) -> list[Block]:
    trial = tried.trial
    told = [f"• {escape(shorten(change.sentence, 250))}" for change in trial.changes[:MOST_CHANGES]]
    count = f"質問の例、最近の質問、計画の名前で尋ねる質問、合わせて{trial.count}件で試しました。"
    head = [f"*答えが変わる質問：{len(trial.changes)}件*", count] if told else [f"{count}{NO_CHANGES}"]
    seen = ticks({"yes": "試した結果を確認しました"})
    return [
        section(Markup("\n".join([*head, *told])), most=2600),
        *rest_blocks(len(trial.changes) - MOST_CHANGES),
        *([paragraph(trial.warning)] if trial.warning else []),
        *([paragraph(NOT_READ_YET)] if trial.is_unmet else []),
        input_field(ids.GAP_CONFIRM, "加える前の確認", seen),
    ]


def _concepts(chosen_one: Concept | None) -> Block:
    groups = {group: {_word(one): label for one, label in offered.items()} for group, offered in OFFERED.items()}
    return grouped_select(groups, _word(chosen_one) if chosen_one else "", "同じ意味の言葉を選ぶ")


def _word(concept: Concept) -> str:
    return f"{concept.part}.{concept.name}"


def read_gap(view: Submitted) -> GapForm:
    """ValueError where a chosen option is none of ours."""
    part, _, name = chosen(view, ids.GAP_CONCEPT).partition(".")
    means = chosen(view, ids.GAP_MEANS)
    return GapForm(
        about=read_subject(view),
        word=typed(view, ids.GAP_WORD),
        concept=Concept(part, name) if name else None,
        means=ids.decode(means).record if means else "",
        has_confirmed=is_checked(view, ids.GAP_CONFIRM),
    )


def taught_modal(said: str, number: str) -> Block:
    undo = button("取り消す", ids.GAPS_UNDO, ids.encode(ButtonValue((number,))))
    back = button("一覧を見る", ids.GAPS_LIST, ids.encode(ButtonValue()))
    return modal(ids.GAP_DONE_MODAL, TEACH, [paragraph(said), actions(undo, back)])
