"""Every builder on every record of the shipped document, with values and without."""

import pytest

from bot.views.sources import share_message
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.wording import Values
from tests.bot.views.everything import (
    all_ids,
    messages_of_answer,
    messages_of_digests,
    messages_of_many,
    messages_of_record,
    one_of_each,
    views_of,
)
from tests.bot.views.judging import SHARER, judge_message, judge_view

QUESTIONS = (
    "移住支援の事業は？", "待機児童数の目標値は？", "令和5年度の待機児童数は？", "パッケージ3の事業一覧",
    "MICEとは", "支援", "市長の名前", "ありがとう", "ヘルプ", "基本目標2", "基本目標2の数値目標は？",
    "パッケージ3のKPI", "戦略策定の背景は？", "人口の目標", "施策の基本的方向5", "パッケージは全部で何個",
    "基本目標を並べて", "累計のKPI", "再掲の事業は？", "<!channel> 移住 <https://example.com|リンク> @here",
)  # fmt: skip


def test_records_fit_in_new_blocks_and_in_old_ones(catalog: Catalog, values: Values, document: list[str]) -> None:
    for id in one_of_each(catalog):
        for message in messages_of_record(id, catalog, values, document):
            judge_message(message)


@pytest.mark.process
def test_every_record_fits_in_new_blocks_and_in_old_ones(catalog: Catalog, values: Values, document: list[str]) -> None:
    for id in all_ids(catalog):
        for message in messages_of_record(id, catalog, values, document):
            judge_message(message)


def test_every_kind_of_answer_fits(engine: Engine, catalog: Catalog, values: Values) -> None:
    for question in QUESTIONS:
        for message in messages_of_answer(engine.answer(question), catalog, values):
            judge_message(message)
            judge_message(share_message(message, SHARER))


def test_lists_of_any_length_fit(catalog: Catalog, values: Values) -> None:
    everything = all_ids(catalog)
    projects, indicators = list(catalog.projects), list(catalog.indicators)
    for count in (0, 1, 2, 10, 11, 45):
        for listed in (projects[:count], indicators[:count], everything[-count:], everything[:: 60 // (count + 1)]):
            for message in messages_of_many(listed, catalog, values):
                judge_message(message)


def test_digests_fit(catalog: Catalog, values: Values) -> None:
    for message in messages_of_digests(catalog, values, "週次の報告 <!channel>"):
        judge_message(message)


def test_home_and_modals_fit(catalog: Catalog, values: Values) -> None:
    for view in views_of(catalog, values, "週次の報告 <!channel>"):
        judge_view(view)
