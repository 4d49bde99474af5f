"""No document, however odd, makes a message that Slack refuses or that pings anybody."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blockkit.check import check_options
from bot.views.digests.message import MOST_PARTS, digest_messages, preview_text
from bot.views.modals import search_options
from knowledge.model.catalog import Catalog
from knowledge.wording import Values
from tests.bot.views import extreme
from tests.bot.views.everything import (
    all_ids,
    answers_about,
    digests_of,
    messages_of_answer,
    messages_of_many,
    messages_of_record,
    one_of_each,
    views_of,
)
from tests.bot.views.judging import MARGIN, judge_message, judge_view, judge_words
from tests.examples import examples

pytestmark = pytest.mark.process  # each example is a hundred messages
LIGHT = settings(examples(6), suppress_health_check=list(HealthCheck))


@LIGHT
@given(extreme.catalogs(), extreme.values(), st.lists(extreme.words, max_size=5))
def test_records(catalog: Catalog, values: Values, document: list[str]) -> None:
    for id in one_of_each(catalog):
        for message in messages_of_record(id, catalog, values, document):
            judge_message(message)


@LIGHT
@given(extreme.catalogs(), extreme.values(), extreme.words)
def test_answers(catalog: Catalog, values: Values, words: str) -> None:
    everything = all_ids(catalog)
    for listed in (one_of_each(catalog), everything[:7], everything[:200]):
        for answer in answers_about(listed, words):
            for message in messages_of_answer(answer, catalog, values):
                judge_message(message)
        for message in messages_of_many(listed, catalog, values):
            judge_message(message)


@LIGHT
@given(extreme.catalogs(), extreme.values(), extreme.words)
def test_digests(catalog: Catalog, values: Values, words: str) -> None:
    for digest in digests_of(catalog, values, words):
        messages = digest_messages(digest)
        assert len(messages) <= 1 + MOST_PARTS
        assert bool(messages) == (digest.kind != "silent")
        for message in messages:
            judge_message(message)
            assert sum(block["type"] == "data_table" for block in message.blocks) <= 1
        assert sum(block["type"] == "data_visualization" for m in messages for block in m.blocks) <= 2
        assert preview_text(digest).strip()
        if messages:
            assert len(messages[0].text.splitlines()) <= 5


@LIGHT
@given(extreme.catalogs(), extreme.values(), extreme.words)
def test_home_and_modals(catalog: Catalog, values: Values, words: str) -> None:
    for view in views_of(catalog, values, words):
        judge_view(view)


@LIGHT
@given(extreme.catalogs())
def test_suggestions(catalog: Catalog) -> None:
    options = search_options(all_ids(catalog), catalog)
    assert check_options(options, margin=MARGIN) == []
    judge_words(options)
