"""App Home: what wants attention, search, packages and how they stand, my digests, how to ask, what was read when."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, lines
from bot.views.gaps import gaps_section
from bot.views.ids import ButtonValue
from bot.views.parts import (
    OPTION,
    Block,
    actions,
    button,
    context,
    divider,
    header,
    one_line_text,
    paragraph,
    record_button,
    rest_blocks,
    room,
    section,
    warning_blocks,
)
from bot.views.replies import WAYS, example_button
from knowledge.answers.gaps import Gap
from knowledge.model import Catalog
from knowledge.model.plans import ASK_FOR_SUCCESSOR, OTHER_PLANS, ended_note
from knowledge.model.question_length import LONGEST_QUESTION
from knowledge.model.records import PolicyPackage
from knowledge.wording import (
    Measure,
    Values,
    count_states,
    counts_text,
    home,
    measures,
    state_label,
    title,
    tokyo_day,
    years_note,
)
from knowledge.wording.example_questions import OF_ANY_PLAN, example_questions
from knowledge.wording.moments import moment_text
from knowledge.wording.names import edition, package_word, short_place, version
from knowledge.wording.states import ATTENTION, MARKS
from knowledge.wording.values import partial_note, worst_first

MOST_WORST, MOST_PACKAGES, MOST_DIGESTS = 5, 15, 10
NONE_LATE = "遅れ・後退・未達成の指標はありません。"
NO_OWN_DIGEST = "変更できる定期配信は、まだありません。KPIのまとめを、決まった日時にチャンネルへ送れます。"
NO_DIGEST_SHOWN = "いま表示できる定期配信はありません。"
CREATOR_LEFT = "担当者の{name}さんは、在籍していません。「引き継ぐ」を押して、新しい担当者を選んでください。"
CLOSED = "このボットは自組織の職員の方だけがご利用いただけます。"


class DigestLine(Struct, frozen=True, kw_only=True):
    """One of my digests, worded: 「毎月第1開庁日 9:00」, 「次回 7月1日（月）9:00」, 「前回 6月3日に送りました」.

    `left`: the name of its creator, who has left and whose place somebody has to take.
    """

    id: str
    title: str
    rhythm: str
    next_run: str
    last_result: str = ""
    is_paused: bool = False
    left: str = ""


def home_view(
    catalog: Catalog,
    values: Values,
    *,
    updated: datetime,
    digests: Sequence[DigestLine] = (),
    digests_lost: str = "",
    gaps: Sequence[Gap] | None = None,
    gaps_lost: str = "",
    privacy: str = "",
    others: Sequence[str] = (),
    lacks_successor: bool = False,
) -> Block:
    """`updated`: when this was drawn, aware; shown in Tokyo time.

    `others`: the names of the other plans that can be asked about; `lacks_successor`: that none goes on, which those
    who look after the bot are told.
    `gaps`: None for those who are not to see them. `privacy`: what is kept of people.
    `digests_lost`, `gaps_lost`: a sentence where some of those cannot be read.
    """
    rows = measures(tuple(catalog.indicators.values()), values)
    blocks = [
        header(catalog.strategy.title),
        *_of_the_plan(catalog, updated, others, asks=lacks_successor),
        *_worst(catalog, rows),
        *_states(rows),
        divider(),
        search_box(catalog),
        divider(),
        *_packages(catalog, values),
        divider(),
        *_digests(digests, digests_lost),
        divider(),
        *([*gaps_section(gaps, gaps_lost), divider()] if gaps is not None else []),
        *_ways(catalog),
        context(f"{edition(catalog)} {version(catalog)}", f"最終更新 {moment_text(updated)}", privacy),
    ]
    return {"type": "home", "callback_id": ids.HOME, "blocks": blocks}


def _of_the_plan(catalog: Catalog, updated: datetime, others: Sequence[str], *, asks: bool) -> list[Block]:
    """That its period is over, and which others there are."""
    period = catalog.strategy.period
    ended = ended_note(period, tokyo_day(updated))
    told = [f"※ {ended}{ASK_FOR_SUCCESSOR if asks else ''}"] if ended else []
    if others:
        told.append(
            f"この画面は{period.text if period else ''}の計画です。{OTHER_PLANS.format(others='、'.join(others))}"
        )
    return [context(*told)] if told else []


def closed_home_view(catalog: Catalog, refusal: str) -> Block:
    """For those who are not answered. `refusal`: "" where nobody reads it, as with another bot."""
    blocks = [header(catalog.strategy.title), paragraph(refusal or CLOSED)]
    return {"type": "home", "callback_id": ids.HOME, "blocks": blocks}


def search_box(catalog: Catalog) -> Block:
    """Enter sends what was typed as a block action."""
    example = next(iter(example_questions(catalog)), OF_ANY_PLAN)
    return {
        "type": "input",
        "block_id": ids.HOME_SEARCH,
        "dispatch_action": True,
        "label": one_line_text("事業・KPI・用語を調べる", room(2000)),
        "element": {
            "type": "plain_text_input",
            "action_id": ids.HOME_SEARCH,
            "max_length": LONGEST_QUESTION,
            "placeholder": one_line_text(f"例：{example}（入力して Enter）", room(150)),
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }


def state_counts(rows: Sequence[Measure]) -> dict[str, int]:
    """How many indicators are in each state, best first; known states also where there are none."""
    counted = count_states(own.state for own in rows)
    return {state: counted.get(state, 0) for state in dict.fromkeys([*MARKS, *counted])}


def _worst(catalog: Catalog, rows: Sequence[Measure]) -> list[Block]:
    """Nothing where no value is recorded: how many are missing is counted below."""
    late = [own for own in worst_first(rows) if own.is_late]
    if not any(own.view for own in rows):
        return []
    if not late:
        return [header(ATTENTION), paragraph(NONE_LATE)]
    return [
        header(f"{ATTENTION}（{len(late)}件）"),  # in which states they are is counted below
        *(_worst_row(catalog, own) for own in late[:MOST_WORST]),
        *rest_blocks(len(late) - MOST_WORST),
    ]


def _worst_row(catalog: Catalog, own: Measure) -> Block:
    name = Markup(f"{bold(own.name)}　{escape('　'.join(filter(None, (own.state_label, own.rate))))}")
    figures = " → ".join(own.figures[1:])
    see = record_button("見る", ids.OPEN, own.indicator.id, title=own.name)
    return section(lines(name, escape(figures), escape(short_place(catalog, own.indicator))), accessory=see, most=600)


def _states(rows: Sequence[Measure]) -> list[Block]:
    """Each state once, as the button that lists it."""
    counts = state_counts(rows)
    held = [state for state, count in counts.items() if count][:10]
    return [
        header(f"KPI・数値目標のいま（全{len(rows)}件）"),
        *(paragraph(note) for note in (years_note(rows), partial_note(rows)) if note),
        *([actions(*(_state_button(state, counts[state]) for state in held))] if held else []),
    ]


def _state_button(state: str, count: int) -> Block:
    label = f"{state_label(state)} {count}件"
    return button(label, ids.KPI_STATES, state[:OPTION], about=f"{label}のKPIを見る")


def _packages(catalog: Catalog, values: Values) -> list[Block]:
    packages = catalog.base.packages
    return [
        header(f"{package_word(catalog)}から探す"),
        *(
            section(
                lines(bold(title(package)), escape(home(catalog, package)), escape(_counts(package, values))),
                accessory=record_button("見る", ids.OPEN, package.id, title=title(package)),
            )
            for package in packages[:MOST_PACKAGES]
        ),
        *rest_blocks(len(packages) - MOST_PACKAGES),
    ]


def _counts(package: PolicyPackage, values: Values) -> str:
    return counts_text(count_states(own.state for own in measures(package.kpis, values)))


def _digests(digests: Sequence[DigestLine], lost: str) -> list[Block]:
    create = actions(
        button("定期配信を作る", ids.DIGEST_NEW, ids.encode(ButtonValue())),
        button("定期配信の一覧", ids.DIGEST_LIST, ids.encode(ButtonValue())),
    )
    head = [header("定期配信"), *warning_blocks(lost)]
    if not digests:
        return [*head, paragraph(NO_DIGEST_SHOWN if lost else NO_OWN_DIGEST), create]
    return [*head, *map(_digest, digests[:MOST_DIGESTS]), *rest_blocks(len(digests) - MOST_DIGESTS), create]


def _digest(digest: DigestLine) -> Block:
    when = "一時停止中" if digest.is_paused else digest.next_run
    told = " ・ ".join(filter(None, [digest.rhythm, when, digest.last_result]))
    label, action = ("引き継ぐ", ids.DIGEST_HAND_OVER) if digest.left else ("管理する", ids.DIGEST_OPEN)
    manage = button(label, action, ids.encode(ButtonValue((digest.id,))), about=f"{label}：{digest.title}")
    left = CREATOR_LEFT.format(name=digest.left) if digest.left else ""
    return section(lines(bold(digest.title), escape(left), escape(told)), accessory=manage, most=600)


def _ways(catalog: Catalog) -> list[Block]:
    asked = [example_button(question) for question in example_questions(catalog)[:5]]
    return [
        header("聞き方"),
        paragraph("\n".join(f"• {way}" for way in WAYS)),
        *([actions(*asked)] if asked else []),
    ]
