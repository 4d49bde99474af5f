"""App Home and modals: what they show, and that what was filled in comes back as records."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.views import ids
from bot.views.cards import record_message
from bot.views.forms import field_errors
from bot.views.home import DigestLine, home_view, state_counts
from bot.views.ids import ButtonValue
from bot.views.modals import (
    feedback_modal,
    office_modal,
    read_feedback,
    read_office,
    read_search,
    result_modal,
    search_modal,
    search_options,
)
from bot.views.recording import actual_modal, fiscal_years, read_actual, recorded_modal
from knowledge.indicators import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording import Values, count_states, measures, state_label
from knowledge.wording.values import EMPTY_VALUES, worst_first
from tests.bot.views.judging import labels, seen
from tests.knowledge.actual_values import ledger_of

TODAY = date(2024, 6, 3)


def submitted(view: dict[str, Any], **fields: Mapping[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it back; a field that is not given keeps its initial value."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name, element = block["block_id"], block["element"]
            initial = {
                "value": element.get("initial_value"),
                "selected_option": element.get("initial_option"),
                "selected_date": element.get("initial_date"),
                "selected_options": element.get("initial_options", []),
            }
            state[name] = {element["action_id"]: fields.get(name, initial)}
    return {**view, "state": {"values": state}}


def typed(text: str) -> dict[str, Any]:
    return {"value": text}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def ticked() -> dict[str, Any]:
    return {"selected_options": [{"value": "yes"}]}


def test_home_shows_search_states_packages_digests_and_version(catalog: Catalog, some_values: Values) -> None:
    digest = DigestLine(id="d1", title="週報", rhythm="毎週月曜 9:00", next_run="6月10日", is_paused=True)
    view = home_view(catalog, some_values, updated=datetime(2024, 6, 3, 0, 5, tzinfo=UTC), digests=[digest])
    said = seen(view["blocks"])
    [search] = [block for block in view["blocks"] if block["type"] == "input"]
    assert search["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}
    for text in (
        "全47件",
        "*政策パッケージ3 子育て",
        "*週報*\n毎週月曜 9:00 ・ 一時停止中",
        "最終更新 2024年6月3日 9:05",
        f"本文の版 {catalog.strategy.source.sha256[:8]}",
    ):
        assert text in said
    assert labels(view["blocks"]).count("見る") == 5 + 6  # of the worst, and of packages


def test_home_without_digests_says_what_they_are_for(catalog: Catalog) -> None:
    view = home_view(catalog, EMPTY_VALUES, updated=datetime(2024, 6, 3, tzinfo=UTC))
    assert "変更できる定期配信は、まだありません。" in seen(view["blocks"])
    lost = seen(
        home_view(catalog, EMPTY_VALUES, updated=datetime(2024, 6, 3, tzinfo=UTC), digests_lost="一部")["blocks"]
    )
    assert "いま表示できる定期配信はありません。" in lost
    assert "定期配信は、まだありません" not in lost
    assert "定期配信を作る" in labels(view["blocks"])


WORSE = (
    ("k3-1", "62.5"),
    ("k3-3", "60"),
    ("k3-2", "1.5"),
    ("k1-1", "1.2"),
    ("k1-3", "1"),
    ("k3-7", "660"),
    ("k2-1", "1"),
)


def test_home_begins_with_the_worst_five_then_counts_each_state_once(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, *((id, 2023, value) for id, value in WORSE)))
    blocks = home_view(catalog, values, updated=datetime(2024, 6, 3, tzinfo=UTC))["blocks"]
    rows = worst_first(measures(tuple(catalog.indicators.values()), values))
    worst = [own for own in rows if own.is_late]
    assert len(worst) > 5
    assert [own.severity for own in worst] == sorted((own.severity for own in worst), reverse=True)
    assert blocks[1]["text"]["text"] == f"注意が必要な指標（{len(worst)}件）"
    names = [block["text"]["text"].split("*")[1] for block in blocks[2:7]]
    assert names == [own.name for own in worst[:5]]
    assert blocks[7]["elements"][0]["text"] == f"ほか{len(worst) - 5}件"
    counts = count_states(own.state for own in rows)
    said = seen(blocks[: blocks.index(next(block for block in blocks if block["type"] == "input"))])
    for state, count in counts.items():
        assert said.count(state) - sum(own.state == state for own in worst[:5]) == 1
        assert f"{state_label(state)} {count}件" in labels(blocks)


def test_home_says_where_nothing_is_late_and_nothing_of_it_where_no_value_is_known(catalog: Catalog) -> None:
    when = datetime(2024, 6, 3, tzinfo=UTC)
    fine = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "0")))
    assert "遅れ・後退・未達成の指標はありません。" in seen(home_view(catalog, fine, updated=when)["blocks"])
    assert "注意が必要" not in seen(home_view(catalog, EMPTY_VALUES, updated=when)["blocks"])


def test_home_asks_for_the_next_plan_in_the_words_of_an_office(catalog: Catalog) -> None:
    after = datetime(2026, 6, 3, tzinfo=UTC)
    said = seen(home_view(catalog, EMPTY_VALUES, updated=after, lacks_successor=True)["blocks"])
    assert "計画期間は令和7年3月で終わっています。次の計画もここで使うには" in said
    assert "kb add" not in said
    assert "次の計画も" not in seen(home_view(catalog, EMPTY_VALUES, updated=after)["blocks"])


def test_home_says_of_each_package_how_its_indicators_stand(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "0")))
    blocks = home_view(catalog, values, updated=datetime(2024, 6, 3, tzinfo=UTC))["blocks"]
    [third] = [each["text"]["text"] for each in blocks if "*政策パッケージ3 " in each.get("text", {}).get("text", "")]
    assert third.endswith("\n事業 13件・KPI 8件\n達成 ◎ 1件、実績未登録 － 7件")


def test_states_are_counted_over_all_indicators(catalog: Catalog, some_values: Values) -> None:
    indicators = tuple(catalog.indicators.values())
    counts = state_counts(measures(indicators, some_values))
    assert sum(counts.values()) == len(catalog.indicators) == 47
    assert list(counts)[:3] == ["達成", "順調", "やや遅れ"]
    assert state_counts(measures(indicators, EMPTY_VALUES))["実績未登録"] == 47


def test_home_says_that_what_it_counts_is_of_several_years(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-2", 2023, "3"))
    view = home_view(catalog, CurrentValues(catalog, ledger), updated=datetime(2024, 6, 3, tzinfo=UTC))
    assert "実績の年度は指標によって違います（令和4年度 1件、令和5年度 1件）。" in seen(view["blocks"])


def test_a_search_gives_the_picked_record_or_the_question() -> None:
    view = search_modal()
    picked = submitted(view, **{ids.SEARCH_PICK: chosen(ids.encode(ButtonValue(("p3-12",))))})
    asked = submitted(view, **{ids.SEARCH_TEXT: typed(" 移住の事業は？ ")})
    assert (read_search(picked).record, read_search(picked).question) == ("p3-12", "")
    assert (read_search(asked).record, read_search(asked).question) == ("", "移住の事業は？")


def test_suggestions_are_grouped_by_kind_in_their_order(catalog: Catalog) -> None:
    groups = search_options(["k3-3", "p3-12", "t3", "p3-1", "p9-9", "k3-3"], catalog)["option_groups"]
    assert [(group["label"]["text"], len(group["options"])) for group in groups] == [
        ("KPI", 1), ("事業", 2), ("用語", 1),
    ]  # fmt: skip
    assert search_options([], catalog) == {"options": []}
    many = search_options([*catalog.projects, *catalog.indicators, *(p.id for p in catalog.base.passages)], catalog)
    assert sum(len(group["options"]) for group in many["option_groups"]) == 100


def test_a_result_in_a_modal_has_no_row_for_messages(catalog: Catalog) -> None:
    view = result_modal(record_message("p3-12", catalog, EMPTY_VALUES))
    assert labels(view["blocks"]) == ["詳しく", "KPIの推移", "原文", "会議用に表示", "チャンネルに共有"]
    assert "submit" not in view


def test_a_comment_comes_back_with_what_it_is_about() -> None:
    form = read_feedback(
        submitted(feedback_modal(ButtonValue(("p3-12",), "k1")), **{ids.FEEDBACK_COMMENT: typed("数値")})
    )
    assert (form.about, form.comment) == (ButtonValue(("p3-12",), "k1"), "数値")


def test_the_office_is_asked_only_with_consent() -> None:
    view = office_modal(ButtonValue((), "k1"), office="創生戦略推進室", question="移住の窓口は？")
    unticked = read_office(submitted(view))
    agreed = read_office(submitted(view, **{ids.OFFICE_CONSENT: ticked()}))
    assert (unticked.question, unticked.has_consented) == ("移住の窓口は？", False)
    assert agreed.has_consented
    assert "創生戦略推進室 のチャンネルに送ります" in seen(view["blocks"])


def test_an_actual_comes_back_as_it_was_filled_in(catalog: Catalog) -> None:
    view = actual_modal(catalog.indicator("k3-3"), catalog, EMPTY_VALUES, today=TODAY, context_key="k1")
    form = read_actual(
        submitted(
            view,
            **{
                ids.ACTUAL_YEAR: chosen("2023"),
                ids.ACTUAL_VALUE: typed("48.50"),
                ids.ACTUAL_STATUS: chosen("provisional"),
                ids.ACTUAL_NOTE: typed(" 速報 "),
                ids.ACTUAL_SOURCE: typed("保育課"),
            },
        )
    )
    assert form.about == ButtonValue(("k3-3",), "k1")
    assert (form.year, form.as_of) == ("2023", None)
    assert (form.value, form.is_provisional) == ("48.50", True)
    assert (form.note, form.source, form.has_confirmed) == ("速報", "保育課", False)


def test_a_form_shown_again_keeps_what_was_filled_in(catalog: Catalog) -> None:
    indicator = catalog.indicator("k3-3")
    first = actual_modal(indicator, catalog, EMPTY_VALUES, today=TODAY, context_key="k1")
    given = read_actual(
        submitted(
            first,
            **{
                ids.ACTUAL_YEAR: chosen("2022"),
                ids.ACTUAL_VALUE: typed("-540"),
                ids.ACTUAL_NOTE: typed("確認済み"),
            },
        )
    )
    again = actual_modal(indicator, catalog, EMPTY_VALUES, today=TODAY, form=given, warnings=["10倍を超えています。"])
    assert "10倍を超えています。" in seen(again["blocks"])
    assert read_actual(submitted(again)) == given
    confirmed = read_actual(submitted(again, **{ids.ACTUAL_CONFIRM: ticked()}))
    assert confirmed.has_confirmed


def test_the_population_is_asked_for_by_day(catalog: Catalog) -> None:
    view = actual_modal(catalog.indicator("population"), catalog, EMPTY_VALUES, today=TODAY)
    form = read_actual(submitted(view, **{ids.ACTUAL_VALUE: typed("301000")}))
    assert (form.year, form.as_of, form.value) == ("", TODAY, "301000")


def test_a_difference_from_an_average_is_asked_for_as_one(catalog: Catalog) -> None:
    view = actual_modal(catalog.indicator("k3-5"), catalog, EMPTY_VALUES, today=TODAY)
    [field] = [block for block in view["blocks"] if block.get("block_id") == ids.ACTUAL_VALUE]
    assert field["hint"]["text"].startswith("全国平均との差")


def test_only_begun_fiscal_years_can_be_chosen(catalog: Catalog) -> None:
    assert fiscal_years(catalog, date(2024, 3, 31)) == [2023, 2022, 2021, 2020]
    assert fiscal_years(catalog, date(2024, 4, 1))[0] == 2024
    assert fiscal_years(catalog, date(2019, 4, 1)) == [2019]
    assert len(fiscal_years(catalog, date(2060, 4, 1))) <= 100


def test_a_recorded_value_can_be_taken_back_at_once(catalog: Catalog) -> None:
    view = recorded_modal(catalog.indicator("k3-3"), "令和5年度 48人を登録しました。", "e-17")
    [row] = [block for block in view["blocks"] if block["type"] == "actions"]
    assert row["elements"][0]["action_id"] == ids.UNDO
    assert ids.decode(row["elements"][0]["value"]).record == "e-17"


def test_mistakes_are_told_at_their_fields() -> None:
    assert field_errors({ids.ACTUAL_VALUE: "半角の数字で入力してください。"}) == {
        "response_action": "errors",
        "errors": {ids.ACTUAL_VALUE: "半角の数字で入力してください。"},
    }
