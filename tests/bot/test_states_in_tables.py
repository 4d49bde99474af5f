"""Every table of indicators: the state stands second, the year above, and a sign means one thing in one message."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from bot.digests.content import Digest, make_digest
from bot.digests.schedule import DigestScope
from bot.terminal.cards import answer_lines
from bot.terminal.kpi.pages import list_page, review_page
from bot.terminal.layout import Page
from bot.views.cards import answer_message
from bot.views.details import meeting_message
from bot.views.digests.message import digest_messages, preview_text
from bot.views.home import home_view
from bot.views.kpis import kpi_list_message
from bot.views.parts import Message
from bot.views.review import review_message
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.review import review_tables, review_year
from knowledge.indicators.samples import sample_drafts
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.model.normalize import without_unseen
from knowledge.wording.states import MARKS
from tests.bot.digest_world import schedule
from tests.bot.views.judging import seen
from tests.knowledge.actual_values import AT

R5, TODAY, NOW = FiscalYear(2023), date(2024, 6, 3), datetime(2024, 6, 4, 9, tzinfo=JST)
LISTS = (
    "遅れているKPI",
    "達成率が低いKPI",
    "パッケージ2のKPI",
    "令和4年度の観光のKPIの状況は？",
    "KPIの一覧",
    "宿泊者数",
)
STATE = "|".join(re.escape(f"{state} {mark}") for state, mark in MARKS.items())
SHARED_YEAR = "（令和5年度・架空の値）"
Tables = list[list[list[str]]]


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    """Every indicator that can have a value has some, in every state; of some the last year is missing."""
    ledger = Ledger(())
    for at, draft in enumerate(sample_drafts(catalog, ledger, until=R5, by="試し")):
        unit = catalog.indicator(draft.indicator).unit
        ledger = Ledger((*ledger.entries, ledger.recorded(draft, id=f"a{at}", at=AT, unit=unit)))
    return CurrentValues(catalog, ledger)


@pytest.fixture(scope="module")
def then(catalog: Catalog, values: CurrentValues) -> CurrentValues:
    """What was known before the last year's values came."""
    return CurrentValues(catalog, Ledger(tuple(one for one in values.ledger.entries if one.fiscal_year < R5)))


def digest(now: CurrentValues, then: CurrentValues, layout: Any) -> Digest:
    made = schedule(scope=DigestScope("all"), layout=layout)
    return make_digest(made, now, then, as_of=NOW, before=AT)


def in_slack(engine: Engine, now: CurrentValues, then: CurrentValues) -> Mapping[str, list[Message]]:
    catalog = now.catalog
    answers = {text: answer_message(engine.answer(text, (), now), catalog, now) for text in LISTS}
    return {text: [message] for text, message in answers.items()} | {
        "the list": [kpi_list_message([*catalog.indicators], catalog, now)],
        "the review": [review_message(review_year(now, R5), "計画（令和2年3月）")],
        "the digest": digest_messages(digest(now, then, "short")),
        "the digest in sections": digest_messages(digest(now, then, "sections")),
        "the meeting": [meeting_message(id, catalog, now) for id in ("pkg1", "g2", "p2-3")],
    }


def printed(lay_out: Callable[[Page], None]) -> list[str]:
    page = Page(80)
    lay_out(page)
    return [line.plain for line in page.lines]


def in_terminal(engine: Engine, now: CurrentValues) -> Mapping[str, list[str]]:
    lists = {
        text: [line.plain for line in answer_lines(now.catalog, engine.answer(text, (), now), 80, now)]
        for text in LISTS
    }
    found = review_year(now, R5)
    return lists | {
        "kpi list": printed(lambda page: list_page(page, now, [*now.catalog.indicators])),
        "kpi review": printed(lambda page: review_page(page, found, "")),
        "the review asked for": printed(lambda page: review_page(page, found, "", in_full=False)),
    }


def tables(messages: Sequence[Message]) -> Tables:
    blocks = [block for message in messages for block in message.blocks if block["type"] == "data_table"]
    return [[[cell["text"] for cell in row] for row in block["rows"]] for block in blocks]


def rows_of_a_list(lines: Sequence[str]) -> list[str]:
    """Each entry on a line of its own, with the lines that go on with it."""
    rows: list[str] = []
    for line in lines:
        if re.match(r"(\d+\.|・) ?", line):
            rows.append(line)
        elif rows and line.startswith("  ") and rows[-1]:
            rows[-1] += f" {line.strip()}"
        else:
            rows.append("")  # what stands between entries ends one
    return [row for row in rows if re.search(STATE, row) and "目標値" in row]


def test_in_slack_the_state_is_the_second_column(engine: Engine, values: CurrentValues, then: CurrentValues) -> None:
    counted = 0
    for name, messages in in_slack(engine, values, then).items():
        for head, *rows in tables(messages):
            with_states = {at for row in rows for at, cell in enumerate(row) if re.match(STATE, cell)}
            if head[0] == "区分":  # counts: the third column says how many are in which
                continue
            assert with_states <= {1}, (name, head)
            counted += bool(with_states)
            assert not any(SHARED_YEAR in cell for row in rows for cell in row if "前回" not in cell), name
    assert counted > len(LISTS)


def test_in_the_terminal_the_state_stands_before_the_figures(engine: Engine, values: CurrentValues) -> None:
    long = 0
    for name, lines in in_terminal(engine, values).items():
        if len(rows := rows_of_a_list(lines)) < 2:
            continue
        long += len(rows) >= 4
        for row in rows:
            state = re.search(STATE, row)
            assert state, row
            first = min(at for word in ("目標値", "実績 ", "基準値 ", "→") if (at := row.find(word)) >= 0)
            assert state.start() < first, (name, row)
            assert SHARED_YEAR not in row, (name, row)
        assert any("令和5年度・架空の値" in line for line in lines) or "令和4年度" in name
    assert long >= 6


def test_no_sign_of_a_state_is_the_sign_of_a_number(
    engine: Engine, values: CurrentValues, then: CurrentValues, catalog: Catalog
) -> None:
    messages = in_slack(engine, values, then)
    said = {name: seen([message.blocks for message in found]) for name, found in messages.items()}
    said |= {f"{name}, in words": "\n".join(one.text for one in found) for name, found in messages.items()}
    said |= {name: "\n".join(lines) for name, lines in in_terminal(engine, values).items()}
    said["Home"] = seen(home_view(catalog, values, updated=NOW)["blocks"])
    negative = 0
    for name, text in said.items():
        without_states = re.sub(STATE, "", text.replace("\n", " "))
        assert not set(without_states) & set("".join(MARKS.values())) - {"－", "？", "×"}, name
        negative += "▲" in without_states
    assert negative > 3  # there are numbers below zero beside them


def test_plain_words_hold_no_unseen_sign(engine: Engine, values: CurrentValues, then: CurrentValues) -> None:
    """「やや遅れ」 is found by a search: what keeps it on one line is a matter of the page."""
    texts = [engine.answer(text, (), values).text for text in LISTS]
    texts += [preview_text(digest(values, then, layout)) for layout in ("short", "sections")]
    tables_of_file = review_tables(review_year(values, R5))
    texts += [str(cell) for table in tables_of_file for row in table.rows for cell in row]
    texts += [seen(one.blocks) + one.text for found in in_slack(engine, values, then).values() for one in found]
    assert any("やや遅れ" in text for text in texts)
    assert [text for text in texts if without_unseen(text) != text] == []


def test_every_sentence_of_a_meeting_card_ends_before_the_next(catalog: Catalog, values: CurrentValues) -> None:
    goals, packages = catalog.base.goals, catalog.base.packages
    ids = [*(one.id for one in goals), *(one.id for one in packages), *catalog.projects]
    joined = 0
    for id in ids:
        message = meeting_message(id, catalog, values)
        for line in f"{seen(message.blocks)}\n{message.text}".splitlines():
            joined += "実績の年度は" in line
            assert re.search(r"[^。\s]実績の年度は", line) is None, line
    assert joined > 1
