"""What stands around every answer: the question as it was read, and the row that asks how it was."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.escaping import is_user
from bot.views.ids import ButtonValue
from bot.views.parts import BUTTON, Block, actions, button, confirm, context, one_line_text
from knowledge.answers import Answer
from knowledge.answers.answer import Interpreted
from knowledge.model import Catalog, FiscalYear
from knowledge.wording.names import NumberedKind, label_of

_QUESTION = 150


def question_context(answer: Answer, catalog: Catalog, asked_by: str | None = None) -> Block:
    """「移住支援の事業は？」 and how it was understood, so that a misreading shows."""
    question = answer.query.strip()
    shown = question if len(question) <= _QUESTION else question[:_QUESTION] + "…"
    by = f"{asked_by}さんの" if asked_by and not is_user(asked_by) else ""
    reading = "・".join(understood_words(answer.interpreted, catalog))
    plan = f"計画：{answer.plan[1]}" if answer.plan[0] else ""
    return context(f"{by}ご質問：「{shown}」", f"読み取り：{reading}" if reading else "", plan)


def ended_lines(answer: Answer) -> list[str]:
    """That the plan's period is over."""
    return [f"※ {answer.ended}"] if answer.ended else []


def ended_blocks(answer: Answer) -> list[Block]:
    return [context(line) for line in ended_lines(answer)]


def tie_blocks(answer: Answer, above: Sequence[Block]) -> list[Block]:
    """That ties are our own, where none of the cards above says it."""
    is_said = any(answer.tie in str(block) for block in above)
    return [context(f"※ {answer.tie}")] if answer.tie and not is_said else []


def understood_words(interpreted: Interpreted, catalog: Catalog) -> list[str]:
    """「令和5年度（2023年度）」「政策パッケージ3」: years and numbers as they were understood."""
    years = [f"{FiscalYear(year).label}（{year}年度）" for year in interpreted.fiscal_years]
    numbers: dict[NumberedKind, int | None] = {
        "package": interpreted.package,
        "goal": interpreted.goal,
        "direction": interpreted.direction,
    }
    return [*years, *(label_of(kind, number, catalog) for kind, number in numbers.items() if number is not None)]


def footer(value: ButtonValue, asked_by: str | None = None) -> list[Block]:
    """Why this answer, if it is to one's question, whom to ask instead, how it was, and away with it."""
    return [
        actions(
            button("なぜこの答え？", ids.WHY, ids.encode(value)) if value.context else None,
            button("担当に聞く", ids.ASK_OFFICE, ids.encode(value)),
            block_id=ids.ABOUT_BLOCK,
        ),
        {
            "type": "context_actions",
            "block_id": ids.FEEDBACK_BLOCK,
            "elements": [feedback_buttons(value), delete_button(value, asked_by)],
        },
    ]


def feedback_buttons(value: ButtonValue) -> Block:
    def choice(label: str, rating: ids.Rating, spoken: str) -> Block:
        return {
            "text": one_line_text(label, BUTTON),
            "value": ids.encode_feedback(rating, value),
            "accessibility_label": spoken,
        }

    return {
        "type": "feedback_buttons",
        "action_id": ids.FEEDBACK,
        "positive_button": choice("役に立った", "good", "この回答は役に立った"),
        "negative_button": choice("改善が必要", "bad", "この回答は改善が必要"),
    }


def delete_button(value: ButtonValue, asked_by: str | None = None) -> Block:
    """Shown to the asker alone where Slack knows who asked; the listener checks it again."""
    shown_to = {"visible_to_user_ids": [asked_by]} if asked_by and is_user(asked_by) else {}
    return {
        "type": "icon_button",
        "action_id": ids.DELETE,
        "icon": "trash",
        "text": one_line_text("回答を削除", BUTTON),
        "value": ids.encode(value),
        "confirm": confirm("回答を削除しますか", "この回答をチャンネルから消します。元には戻せません。", "削除する"),
        **shown_to,
    }
