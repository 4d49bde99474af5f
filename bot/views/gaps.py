"""Questions without a good answer, as editors see them: on the Home tab, as a list, and the form that teaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, lines, shorten
from bot.views.forms import (
    PLACEHOLDER,
    Submitted,
    chosen,
    input_field,
    is_checked,
    modal,
    note_blocks,
    read_subject,
    text_field,
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
    one_line_text,
    option,
    paragraph,
    record_option,
    rest,
    section,
)
from knowledge.answers.examples import TAUGHT_PARTS
from knowledge.answers.gaps import Gap
from knowledge.answers.preview import ReadOtherwise
from knowledge.answers.understanding.concepts import Concept, concept_words
from knowledge.model import Catalog
from knowledge.wording import home, title
from knowledge.wording.moments import moment_text

GAPS_AT_ONCE, GAPS_AT_HOME, MOST_CHANGES, MOST_WORDINGS = 20, 3, 10, 5
TAUGHT_AT_ONCE = 60  # a modal has room for a hundred blocks
OLDER_TAUGHT = "（前のものは、senryaku gaps taught と gaps undo で取り消せます）"
_QUESTION, _WORD = 150, 40
HEADING = "答えられなかった質問"
NO_GAPS_YET = "うまく答えられなかった質問は、まだありません。"
NO_CHANGES = "試した質問の読み方は、どれも変わりません。"
UNDER_TRIAL = "ほかの質問の読み方が変わらないか、確かめています。このままお待ちください。"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapForm:
    """What an editor wants to teach: a word with its concept, or what the question means (a record's id), or both.

    `about`: the gap's key, then the key of what was tried out. `has_confirmed`: what it changes was seen and ticked.
    """

    about: ButtonValue
    word: str = ""
    concept: Concept | None = None
    means: str = ""
    has_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a trial showed: `key` names what was tried."""

    key: str
    changes: tuple[ReadOtherwise, ...]
    count: int


# Home and the list


def gaps_section(gaps: Sequence[Gap]) -> list[Block]:
    """For editors alone."""
    head = section(Markup(f"*{HEADING}*"))
    if not gaps:
        return [head, paragraph(NO_GAPS_YET)]
    shown = [lines(bold(_short(gap)), escape(_told(gap))) for gap in gaps[:GAPS_AT_HOME]]
    count = sum(gap.count for gap in gaps)
    see_all = button(f"一覧を見る（{len(gaps)}種・{count}回）", ids.GAPS_LIST, ids.encode(ButtonValue()))
    return [head, *(section(each) for each in shown), actions(see_all)]


def gaps_modal(gaps: Sequence[Gap], *, taught: Mapping[int, str] = MappingProxyType({}), note: str = "") -> Block:
    """`taught`: what can be taken back by its number, in words, oldest first."""
    more = rest(len(gaps) - GAPS_AT_ONCE)
    blocks = [
        *note_blocks(note),
        context("似た質問をまとめ、多い順に並べています。言葉か例を加えると、次から読み取れるようになります。"),
        *([] if gaps else [paragraph(NO_GAPS_YET)]),
        *map(_listed_gap, gaps[:GAPS_AT_ONCE]),
        *([context(more)] if more else []),
        *_taught_rows(taught),
    ]
    return modal(ids.GAPS_MODAL, HEADING, blocks)


def _listed_gap(gap: Gap) -> Block:
    teach = button("加える", ids.GAP_TEACH, ids.encode(ButtonValue((gap.key,))), about=f"言葉を加える：{_short(gap)}")
    others = "、".join(f"「{shorten(one, 40)}」" for one in gap.others[:2])
    return section(
        lines(bold(_short(gap)), escape(_told(gap)), *([escape(f"ほかの聞き方：{others}")] if others else [])),
        accessory=teach,
        most=900,
    )


def _taught_rows(taught: Mapping[int, str]) -> list[Block]:
    """The last one first."""
    rows = [_taught_row(number, said) for number, said in sorted(taught.items(), reverse=True)]
    more = rest(len(rows) - TAUGHT_AT_ONCE)
    head = [divider(), section(Markup("*加えた言葉と例*"))] if rows else []
    return [*head, *rows[:TAUGHT_AT_ONCE], *([context(f"{more}{OLDER_TAUGHT}")] if more else [])]


def _taught_row(number: int, said: str) -> Block:
    sure = confirm("取り消しますか", shorten(f"{said}加えたのを取り消します。", 200), "取り消す")
    told = f"{number}: {shorten(said, 200)}"
    about = f"取り消す：{number}"
    undo = button("取り消す", ids.GAPS_UNDO, ids.encode(ButtonValue((str(number),))), about=about, confirm=sure)
    return section(escape(told), accessory=undo)


def _short(gap: Gap) -> str:
    return shorten(gap.question, _QUESTION)


def _told(gap: Gap) -> str:
    return f"{gap.count}回（{gap.kinds_text}） ・ 最後は{moment_text(gap.last)}"


# The form


def gap_modal(gap: Gap, form: GapForm, catalog: Catalog, *, tried: Tried | None = None, note: str = "") -> Block:
    """`tried`: what the last trial of just this showed; without it the form asks for one."""
    meant = catalog.records.get(form.means)
    record = {
        "type": "external_select",
        "min_query_length": 0,
        "placeholder": one_line_text("名前の一部やふりがなで探せます", PLACEHOLDER),
        **({"initial_option": record_option(meant.id, title(meant), home(catalog, meant))} if meant else {}),
    }
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
            hint="質問のなかの、読み取れなかった言葉だけを書きます。",
            optional=True,
        ),
        input_field(ids.GAP_CONCEPT, "その言葉の意味", _concepts(form.concept), optional=True),
        input_field(
            ids.GAP_MEANS,
            "この質問が指すもの（例として残す）",
            record,
            hint="選ぶと質問の例に加わり、言葉を加えるたびに、そのとおりに読めるかを確かめます。",
            optional=True,
        ),
    ]
    about = ButtonValue((*form.about.records[:1], *([tried.key] if tried else [])), form.about.context)
    return modal(ids.GAP_MODAL, "言葉や例を加える", blocks, "加える" if tried else "確かめる", about)


def _trial_blocks(tried: Tried) -> list[Block]:
    told = [f"• {escape(shorten(change.sentence, 250))}" for change in tried.changes[:MOST_CHANGES]]
    more = rest(len(tried.changes) - MOST_CHANGES)
    head = f"*変わる質問：{len(tried.changes)}件*（質問の例と最近の質問 {tried.count}件で試しました）"
    seen = option("変わるところを確かめました。加えます", "yes")
    return [
        section(Markup("\n".join([head, *(told or [NO_CHANGES])])), most=2600),
        *([context(more)] if more else []),
        input_field(ids.GAP_CONFIRM, "確認", {"type": "checkboxes", "options": [seen]}, optional=True),
    ]


def _concepts(chosen_one: Concept | None) -> Block:
    made = {
        concept: option(f"{next(iter(words))}（{TAUGHT_PARTS[concept.part]}）", f"{concept.part}.{concept.name}")
        for concept, words in concept_words().items()
        if concept.part in TAUGHT_PARTS
    }
    return {
        "type": "static_select",
        "placeholder": one_line_text("同じ意味の言葉を選ぶ", PLACEHOLDER),
        "options": list(made.values()),
        **({"initial_option": made[chosen_one]} if chosen_one in made else {}),
    }


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
    return modal(ids.GAP_DONE_MODAL, "言葉や例を加える", [paragraph(said), actions(undo, back)])
