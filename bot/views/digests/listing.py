"""The schedules that somebody may see, one of them with all that can be done to it, its preview, a new owner for it.

All are one modal that is drawn anew: what is seen is never older than the last press.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.digests import Schedule, Slot
from bot.digests.recurrence import describe
from bot.digests.result import has_trouble, result_text
from bot.views import ids
from bot.views.digests.form import ON_NO_CHANGE
from bot.views.digests.words import ON_CHANGE, PAUSED, next_words, runs, scope_words
from bot.views.escaping import Markup, bold, channel, escape, lines, person, shorten
from bot.views.fallback import without_new_blocks
from bot.views.forms import PLACEHOLDER, Submitted, input_field, modal, note_blocks, read_subject, state
from bot.views.home import NO_DIGEST_SHOWN, DigestLine
from bot.views.ids import ButtonValue
from bot.views.parts import (
    Block,
    Message,
    actions,
    button,
    confirm,
    context,
    cut_to_fit,
    divider,
    one_line_text,
    paragraph,
    record_button,
    section,
    warning_blocks,
)
from knowledge.model import Catalog

LISTED_AT_ONCE = 15  # schedules that are shown at once
_RESULT = 400
QUIET_WORDS = dict(zip(ON_NO_CHANGE, ("一行だけ送ります", "送りません"), strict=True))
NO_DIGEST_YET = "定期配信はまだありません。KPIのまとめを、決まった日時にチャンネルや自分あてに送れます。"
OWNER_STAYS = "いまの担当者は、変更できる人として残ります。"
OWNER_GOES = "いまの担当者は在籍していないため、変更できる人には残りません。"
PREVIEW_CUT = "長いため、続きは省略しました。配信では全部お送りします。"


class DigestView(Struct, frozen=True, kw_only=True):
    """A schedule as somebody sees it. `next_runs`: three moments, none while paused. `last`: its latest delivery.

    `about`: what it tells of, where its plan is another than the one at hand.
    """

    schedule: Schedule
    next_runs: tuple[datetime, ...]
    last: Slot | None
    can_change: bool
    about: str = ""


def digest_line(view: DigestView, *, left: str = "") -> DigestLine:
    """For the App Home. `left`: the name of its creator, who is not there any more."""
    schedule = view.schedule
    return DigestLine(
        id=schedule.id,
        title=schedule.name,
        rhythm=describe(schedule.rule),
        next_run=next_words(schedule, view.next_runs),
        last_result=shorten(result_text(view.last), _RESULT),
        is_paused=schedule.paused,
        left=left,
    )


# 一覧


def digest_list_modal(
    views: Sequence[DigestView], catalog: Catalog, *, page: int = 0, pages: int = 1, note: str = "", lost: str = ""
) -> Block:
    """`views`: those of the page, at most PAGE of them. `lost`: a sentence where some cannot be read."""
    trouble = sum(has_trouble(view.last) for view in views)
    blocks = [
        *note_blocks(note),
        *warning_blocks(lost),
        *([paragraph(f"うまくいかなかった配信が{trouble}件あります。「前回」をご覧ください。")] if trouble else []),
        *([] if views else [paragraph(NO_DIGEST_SHOWN if lost else NO_DIGEST_YET)]),
        *(_listed(view, catalog) for view in views[:LISTED_AT_ONCE]),
        _list_row(page, pages),
    ]
    return modal(ids.DIGEST_LIST_MODAL, "定期配信の一覧", blocks)


def _listed(view: DigestView, catalog: Catalog) -> Block:
    schedule = view.schedule
    label = "管理する" if view.can_change else "詳しく"
    manage = record_button(label, ids.DIGEST_OPEN, schedule.id, title=schedule.name)
    return section(
        lines(
            bold(schedule.name) + (f"（{PAUSED}）" if schedule.paused else ""),
            f"{escape(describe(schedule.rule))} ・ {_place(schedule)}",
            escape(_scope(view, catalog)),
            f"前回　{_last(view)}",
            f"次回以降{_next(view)}",
        ),
        accessory=manage,
    )


def _list_row(page: int, pages: int) -> Block:
    before = _page_button("前のページ", page - 1) if page > 0 else None
    after = _page_button("次のページ", page + 1) if page + 1 < pages else None
    return actions(button("定期配信を作る", ids.DIGEST_NEW, ids.encode(ButtonValue())), before, after)


def _page_button(label: str, page: int) -> Block:
    return button(label, ids.DIGEST_LIST, ids.encode(ButtonValue((str(page),))))


# 一つの定期配信


def digest_detail_modal(view: DigestView, catalog: Catalog, *, note: str = "") -> Block:
    blocks = [*note_blocks(note), _detail(view, catalog), *_detail_rows(view)]
    return modal(ids.DIGEST_DETAIL_MODAL, "定期配信", blocks)


def _detail(view: DigestView, catalog: Catalog) -> Block:
    schedule = view.schedule
    editors = "、".join(map(person, schedule.editors)) or "なし"
    return section(
        lines(
            bold(schedule.name),
            f"状態　{PAUSED if schedule.paused else '配信中'}",
            f"配信先　{_place(schedule)}",
            f"日時　{escape(describe(schedule.rule))}",
            f"内容　{escape(_scope(view, catalog))}",
            "" if schedule.rule.is_on_change else f"変化がないとき　{QUIET_WORDS[schedule.on_no_change]}",
            f"前回　{_last(view)}",
            f"次回以降{_next(view)}",
            f"担当者　{person(schedule.creator)}",
            f"ほかに変更できる人　{editors}",
        )
    )


def _detail_rows(view: DigestView) -> list[Block]:
    preview = _press("プレビュー", ids.DIGEST_PREVIEW, view)
    back = button("一覧を見る", ids.DIGEST_LIST, ids.encode(ButtonValue()))
    if not view.can_change:
        told = context("変更できるのは、担当者、変更できる人として選ばれた人、ボットの管理者です。")
        return [told, actions(preview, back)]
    name = shorten(view.schedule.name, 60)
    now = confirm("今すぐ配信しますか", f"「{name}」を、予定とは別に一回、配信先に送ります。", "配信する")
    gone = confirm("削除しますか", f"「{name}」を削除します。以後は配信されず、元に戻せません。", "削除する")
    turned = ("再開する", ids.DIGEST_RESUME) if view.schedule.paused else ("一時停止する", ids.DIGEST_PAUSE)
    return [
        actions(preview, _press("今すぐ配信", ids.DIGEST_RUN, view, now), _press(*turned, view)),
        actions(
            _press("編集", ids.DIGEST_EDIT, view),
            _press("複製", ids.DIGEST_COPY, view),
            _press("引き継ぐ", ids.DIGEST_HAND_OVER, view),
            _press("削除", ids.DIGEST_DELETE, view, {**gone, "style": "danger"}, style="danger"),
        ),
        actions(back),
    ]


def _press(label: str, action: str, view: DigestView, sure: Block | None = None, *, style: str | None = None) -> Block:
    return button(label, action, ids.encode(ButtonValue((view.schedule.id,))), confirm=sure, style=style)


# プレビュー


def digest_preview_modal(schedule: Schedule, messages: Sequence[Message]) -> Block:
    """What would be sent now, without tables and charts: a modal cannot hold them, their text twins say the same."""
    told = context(
        f"「{shorten(schedule.name, 60)}」をいま配信すると、次のようになります（表とグラフは文字で示します）。"
    )
    blocks: list[Block] = [told]
    for message in messages:
        blocks += [divider(), *without_new_blocks(message).blocks]
    if not messages:
        blocks.append(paragraph("いま配信するものはありません。"))
    back = record_button("戻る", ids.DIGEST_OPEN, schedule.id)
    return modal(ids.DIGEST_PREVIEW_MODAL, "プレビュー", cut_to_fit(blocks, [actions(back)], PREVIEW_CUT))


# 引き継ぐ


def digest_owner_modal(schedule: Schedule, chooser: str, *, has_left: bool = False) -> Block:
    """Whoever chooses, and does not own it yet, is proposed. `has_left`: the owner, who then stays no editor."""
    select: Block = {"type": "users_select", "placeholder": one_line_text("職員を選ぶ", PLACEHOLDER)}
    if chooser != schedule.creator:
        select["initial_user"] = chooser
    blocks = [
        section(bold(schedule.name)),
        input_field(ids.DIGEST_OWNER, "新しい担当者", select, hint=OWNER_GOES if has_left else OWNER_STAYS),
    ]
    return modal(ids.DIGEST_OWNER_MODAL, "定期配信を引き継ぐ", blocks, "引き継ぐ", ButtonValue((schedule.id,)))


def read_digest_owner(view: Submitted) -> tuple[str, str]:
    """The schedule's id and the new owner's."""
    return read_subject(view).record, str(state(view, ids.DIGEST_OWNER).get("selected_user") or "")


def _scope(view: DigestView, catalog: Catalog) -> str:
    return shorten(view.about or scope_words(view.schedule.scope, catalog), _RESULT)


def _place(schedule: Schedule) -> Markup:
    if schedule.channel_id.startswith("D"):
        return Markup(f"{person(schedule.creator)} への直接メッセージ")
    return channel(schedule.channel_id)


def _last(view: DigestView) -> Markup:
    return escape(shorten(result_text(view.last), _RESULT))


def _next(view: DigestView) -> Markup:
    if view.schedule.rule.is_on_change and not view.schedule.paused:
        return Markup(f"　{ON_CHANGE}")
    if view.schedule.paused or not view.next_runs:
        return Markup(f"　{PAUSED if view.schedule.paused else 'なし'}")
    return Markup(f"\n{escape(runs(view.next_runs))}")
