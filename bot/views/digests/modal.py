"""The form of a schedule (定期配信): only the fields that apply, the next three dates, and a way to try it out.

Its reader is `digest_form.read_digest`. It is drawn again at every change of a field that others hang on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from types import MappingProxyType

from bot.digests import InvalidRuleError, NoSlotError
from bot.digests.occurrences import next_fires
from bot.digests.recurrence import LAST_NTH, FieldProblem, MonthDay, OnClosed, Rhythm
from bot.digests.schedule import NAME_LIMIT, SHOWN_RUNS, DigestLayout
from bot.views import ids
from bot.views.digests.form import (
    ATTACHED,
    DIRECT,
    IN_CHANNEL,
    SCOPES_ON_CHANGE,
    DigestForm,
    closed_choice,
    encode_day,
    kept,
    rule_of,
    scope_choice,
)
from bot.views.digests.words import runs, scope_choices
from bot.views.escaping import Markup, escape, shorten
from bot.views.forms import (
    PLACEHOLDER,
    grouped_select,
    input_field,
    modal,
    names_search,
    note_blocks,
    radio,
    select,
    text_field,
    ticks,
)
from bot.views.parts import (
    Block,
    actions,
    button,
    confirm,
    context,
    one_line_text,
    paragraph,
    record_option,
    room,
    section,
)
from knowledge.answers.answer import FIRST_MARK
from knowledge.model import Catalog, Indicator
from knowledge.wording import home, title
from knowledge.wording.moments import WEEKDAY_NAMES
from knowledge.wording.names import package_word

MOST_INDICATORS = 50  # of Slack's 100 initial options; a digest of more is one of a package or of everything
MOST_EDITORS = 30
MOST_CHOICES = 90
PLAN_LABEL = room(75)

RHYTHM_LABELS: dict[Rhythm, str] = {
    "daily": "毎日",
    "weekly": "毎週",
    "monthly": "毎月",
    "quarterly": "四半期ごと（4月・7月・10月・1月）",
    "fiscal_year_start": "年度初（4月）",
    "review_month": "検証月（年1回）",
    "on_change": "状態が変わったとき",
}
CLOSED_LABELS: dict[OnClosed, str] = {
    "post": "閉庁日も配信する",
    "skip": "閉庁日は休む",
    "next": "翌開庁日に配信する",
    "previous": "前の開庁日に配信する",
}
LAYOUT_LABELS: dict[DigestLayout, str] = {
    "short": "一覧表とグラフを一つずつ",
    "sections": "政策パッケージ・基本目標ごとの表",
}
QUIET_HINT = "この時間の外に登録された変化は、次の始まりの時刻にまとめてお知らせします。"
ON_CHANGE_TOLD = (
    "実績を登録した結果、状態が「達成」「遅れ」「後退」「未達成」になった指標を、登録から1分以内に一度だけお知らせします。"
    "まとめて取り込んだときは、一つのお知らせにまとめます。お知らせした値を訂正・取消したときも、その旨をお知らせします。"
)
CLOSED_HINT = "閉庁日は、土曜・日曜・祝日と12月29日から1月3日までです。"
# Where a mistake in a field of the schedule or its rule is shown, best place first.
PLACES: Mapping[str, tuple[str, ...]] = {
    "at": (ids.DIGEST_TIME,),
    "until": (ids.DIGEST_UNTIL,),
    "weekdays": (ids.DIGEST_WEEKDAYS,),
    "day": (ids.DIGEST_DAY,),
    "review_month": (ids.DIGEST_MONTH,),
    "on_closed": (ids.DIGEST_CLOSED, ids.DIGEST_DAY),
    "scope": (ids.DIGEST_INDICATORS, ids.DIGEST_PACKAGE, ids.DIGEST_GOAL, ids.DIGEST_SCOPE),
    "name": (ids.DIGEST_NAME,),
    "channel_id": (ids.DIGEST_CHANNEL, ids.DIGEST_PLACE),
    "editors": (ids.DIGEST_EDITORS,),
}


def digest_modal(
    form: DigestForm,
    catalog: Catalog,
    *,
    now: datetime,
    note: str = "",
    place_note: str = "",
    plans: Mapping[str, str] = MappingProxyType({}),
    read_by: tuple[str, int] | None = None,
    is_sending: bool = False,
) -> Block:
    """`plans`: names by mark, where there are several. `note`: what came of a test, beside its buttons. `place_note`:
    why the channel does not do, beside it. `read_by`: the channel's name and how many are in it. `is_sending`: a test
    is under way, and no other is begun.
    """
    blocks = [
        *_place_fields(form),
        *note_blocks(place_note),
        input_field(ids.DIGEST_NAME, "名前", text_field(NAME_LIMIT, "例：KPIの月次まとめ", form.name, multiline=False)),
        *_rhythm_fields(form),
        _planned(form, now),
        *_plan_field(form, plans),
        *_scope_fields(form, catalog),
        *_layout_field(form),
        *_quiet_field(form),
        _editors_field(form),
        *note_blocks(note),
        *([] if is_sending else [_test_row(form, read_by)]),
    ]
    heading = "定期配信を変更" if form.id else "定期配信を作る"
    return modal(ids.DIGEST_MODAL, heading, blocks, "保存する", kept(form))


def problems_by_field(problems: Sequence[FieldProblem], view: Mapping[str, object]) -> dict[str, str]:
    """Each mistake at its field, as far as the form shows it; else at the name, which is always there."""
    blocks = view.get("blocks")
    shown = {str(block.get("block_id")) for block in blocks} if isinstance(blocks, list) else set()
    told: dict[str, str] = {}
    for problem in problems:
        places = (*PLACES.get(problem.field, ()), ids.DIGEST_RHYTHM, ids.DIGEST_NAME)
        place = next((place for place in places if place in shown), ids.DIGEST_NAME)
        told[place] = told.get(place, "") + problem.message
    return told


def planned_runs(form: DigestForm, now: datetime) -> tuple[datetime, ...]:
    """The next three moments, none of a rule on changes.

    Raises InvalidRuleError, or NoSlotError for a rule that never meets an open day.
    """
    rule = rule_of(form)
    found = next_fires(rule, now, SHOWN_RUNS)
    if not found and not rule.is_on_change:
        raise NoSlotError(rule)
    return found


def _planned(form: DigestForm, now: datetime) -> Block:
    if form.is_on_change:
        return paragraph(ON_CHANGE_TOLD)
    try:
        said = runs(planned_runs(form, now))
    except (InvalidRuleError, NoSlotError) as error:
        said = error.user_message
    return section(Markup(f"*次の3回の配信予定（日本時間）*\n{escape(said)}"))


# Where to


def _place_fields(form: DigestForm) -> list[Block]:
    labels = {IN_CHANNEL: "チャンネル", DIRECT: "自分への直接メッセージ"}
    where = radio(labels, DIRECT if form.is_direct else IN_CHANNEL)
    place = _redrawing(input_field(ids.DIGEST_PLACE, "配信先", where))
    return [place] if form.is_direct else [place, _channel_field(form)]


def _channel_field(form: DigestForm) -> Block:
    known: Block = {"initial_conversation": form.channel} if form.channel[:1] in ("C", "G") else {}
    select = {
        "type": "conversations_select",
        "placeholder": one_line_text("チャンネルを選ぶ", PLACEHOLDER),
        "filter": {"include": ["public", "private"]},
        **(known or {"default_to_current_conversation": True}),
    }
    hint = "ボットが参加しているチャンネルに配信できます。まだのときは、そこで「/invite」を使って招待してください。"
    return _redrawing(input_field(ids.DIGEST_CHANNEL, "チャンネル", select, hint=hint))


# When


def _rhythm_fields(form: DigestForm) -> list[Block]:
    return [
        _redrawing(input_field(ids.DIGEST_RHYTHM, "間隔", select(RHYTHM_LABELS, form.rhythm))),
        *([_weekdays_field(form)] if form.rhythm == "weekly" else []),
        *([_month_field(form)] if form.rhythm == "review_month" else []),
        *([_day_field(form)] if form.is_monthly else []),
        *_time_fields(form),
        *([_closed_field(form)] if form.asks_about_closed_days else []),
    ]


def _weekdays_field(form: DigestForm) -> Block:
    labels = {str(day): f"{name}曜日" for day, name in enumerate(WEEKDAY_NAMES)}
    boxes = ticks(labels, map(str, form.weekdays))
    return _redrawing(input_field(ids.DIGEST_WEEKDAYS, "曜日", boxes))


def _month_field(form: DigestForm) -> Block:
    labels = {str(month): f"{month}月" for month in range(1, 13)}
    return _redrawing(input_field(ids.DIGEST_MONTH, "検証月", select(labels, str(form.review_month or ""), "月を選ぶ")))


def _day_field(form: DigestForm) -> Block:
    """第n開庁日 first: that is what an office counts by."""
    open_days = [MonthDay("business_day", n) for n in range(1, LAST_NTH + 1)]
    dates = [*(MonthDay("day", n) for n in range(1, 32)), MonthDay("last_day")]
    groups = {
        "開庁日で数える": {encode_day(day): f"第{day.number}開庁日" for day in open_days},
        "日付で決める": {encode_day(day): f"{day.number}日" if day.number else "末日" for day in dates},
    }
    days = grouped_select(groups, encode_day(form.day), "日を選ぶ")
    return _redrawing(input_field(ids.DIGEST_DAY, "月のどの日に", days))


def _time_fields(form: DigestForm) -> list[Block]:
    if not form.is_on_change:
        return [_time_field(ids.DIGEST_TIME, "時刻（日本時間）", form.at)]
    from_, hint = _time_field(ids.DIGEST_TIME, "お知らせする時間帯の始まり（日本時間）", form.at), QUIET_HINT
    return [from_, _time_field(ids.DIGEST_UNTIL, "お知らせする時間帯の終わり（日本時間）", form.until, hint)]


def _time_field(name: str, label: str, at: time | None, hint: str = "") -> Block:
    picker = {
        "type": "timepicker",
        "timezone": "Asia/Tokyo",
        "placeholder": one_line_text("時刻を選ぶ", PLACEHOLDER),
        **({"initial_time": f"{at:%H:%M}"} if at else {}),
    }
    return _redrawing(input_field(name, label, picker, hint=hint))


def _closed_field(form: DigestForm) -> Block:
    offered = {k: label for k, label in CLOSED_LABELS.items() if not form.is_on_change or k in ("post", "next")}
    choices = radio(offered, closed_choice(form))
    return _redrawing(input_field(ids.DIGEST_CLOSED, "閉庁日にあたるとき", choices, hint=CLOSED_HINT))


# What about


def _plan_field(form: DigestForm, plans: Mapping[str, str]) -> list[Block]:
    """Nothing where there is only one."""
    if not plans:
        return []
    labels = {mark or FIRST_MARK: shorten(label, PLAN_LABEL) for mark, label in plans.items()}
    return [_redrawing(input_field(ids.DIGEST_PLAN, "計画", select(labels, form.plan or FIRST_MARK)))]


def _scope_fields(form: DigestForm, catalog: Catalog) -> list[Block]:
    chosen = scope_choice(form)
    offered = {
        k: label for k, label in scope_choices(catalog).items() if not form.is_on_change or k in SCOPES_ON_CHANGE
    }
    scope = _redrawing(input_field(ids.DIGEST_SCOPE, "内容", select(offered, chosen)))
    base = catalog.base
    match chosen:
        case "package":
            packages = {package.id: title(package) for package in base.packages}
            return [scope, *_record_field(ids.DIGEST_PACKAGE, package_word(catalog), packages, form.package)]
        case "goal":
            goals = {goal.id: title(goal) for goal in base.goals}
            return [scope, *_record_field(ids.DIGEST_GOAL, "基本目標", goals, form.goal)]
        case "indicators":
            return [scope, _indicators_field(form, catalog)]
    return [scope]


def _record_field(name: str, label: str, labels: Mapping[str, str], initial: str) -> list[Block]:
    """Nothing where the document has none of the kind."""
    offered = dict(list(labels.items())[:MOST_CHOICES])
    if initial in labels:
        offered[initial] = labels[initial]
    return [input_field(name, label, select(offered, initial, "選ぶ"))] if offered else []


def _indicators_field(form: DigestForm, catalog: Catalog) -> Block:
    chosen = [catalog.indicators[id] for id in form.indicators[:MOST_INDICATORS] if id in catalog.indicators]
    search = names_search([indicator_option(each, catalog) for each in chosen], MOST_INDICATORS)
    return input_field(ids.DIGEST_INDICATORS, "KPI・数値目標", search)


def indicator_option(indicator: Indicator, catalog: Catalog) -> Block:
    return record_option(indicator.id, title(indicator), home(catalog, indicator))


def indicator_options(found: Sequence[str], catalog: Catalog) -> Block:
    """The answer to a block_suggestion, best first."""
    known = [catalog.indicators[id] for id in dict.fromkeys(found) if id in catalog.indicators]
    return {"options": [indicator_option(each, catalog) for each in known[:MOST_CHOICES]]}


def _layout_field(form: DigestForm) -> list[Block]:
    if form.is_on_change:
        return []
    boxes = ticks({ATTACHED: "一覧表のExcelファイルも送る"}, [ATTACHED] if form.attaches else ())
    return [
        input_field(ids.DIGEST_LAYOUT, "スレッドに載せるもの", radio(LAYOUT_LABELS, form.layout)),
        input_field(ids.DIGEST_FILE, "添付ファイル", boxes, optional=True),
    ]


def _quiet_field(form: DigestForm) -> list[Block]:
    """A reminder ends by itself, and without a change nothing is told of one."""
    if form.is_on_change:
        return []
    if form.scope == "reminder":
        return [context("前年度の値がそろうと、送るのをやめます。8月から翌年3月までは送りません。")]
    choices = radio({"line": "「変化なし」と一行だけ送る", "silent": "送らない"}, form.on_no_change)
    return [input_field(ids.DIGEST_QUIET, "前回から変化がないとき", choices)]


# Who


def _editors_field(form: DigestForm) -> Block:
    select = {
        "type": "multi_users_select",
        "max_selected_items": MOST_EDITORS,
        "placeholder": one_line_text("職員を選ぶ", PLACEHOLDER),
        **({"initial_users": list(form.editors[:MOST_EDITORS])} if form.editors else {}),
    }
    hint = "担当者とボットの管理者は、選ばなくても変更できます。"
    return input_field(ids.DIGEST_EDITORS, "ほかに変更できる人", select, hint=hint, optional=True)


def _test_row(form: DigestForm, read_by: tuple[str, int] | None) -> Block:
    place, readers = (f"「#{read_by[0]}」", f"メンバー{read_by[1]:,}人") if read_by else ("配信先", "全員")
    what = f"「試し」と付けて、いまの内容を送ります。{place}の{readers}が読める形で届きます。"
    sure = confirm(f"{place}に試しに送りますか", what, "送る")
    to_place = None if form.is_direct else button("配信先に試しに送る", ids.DIGEST_TEST, IN_CHANNEL, confirm=sure)
    return actions(button("自分に試しに送る", ids.DIGEST_TEST, DIRECT), to_place)


def _redrawing(block: Block) -> Block:
    return {**block, "dispatch_action": True}
