"""Every message and view that can be built from a catalog, by name: real records and extreme ones go the same way."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, get_args

from bot.digests.content import Digest, DigestKind, IndicatorChange
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import NAME_LIMIT, DigestScope, Schedule
from bot.digests.scope import grouped
from bot.views.cards import answer_message, record_message, records_message
from bot.views.details import detail_message, meeting_message
from bot.views.digests.form import RHYTHMS, SCOPE_KINDS, DigestForm
from bot.views.digests.listing import DigestView, digest_detail_modal, digest_list_modal, digest_owner_modal
from bot.views.digests.message import digest_messages
from bot.views.digests.modal import digest_modal
from bot.views.gaps import GapForm, Tried, gap_modal, gaps_modal, taught_modal
from bot.views.home import DigestLine, closed_home_view, home_view
from bot.views.ids import ButtonValue
from bot.views.kpis import history_message, kpi_list_message, ledger_message
from bot.views.modals import feedback_modal, office_modal, result_modal, search_modal
from bot.views.parts import Message
from bot.views.recording import ActualForm, actual_modal, recorded_modal
from bot.views.sources import share_message, source_message, why_message
from knowledge.answers.answer import Answer, Interpreted, Item, Status
from knowledge.answers.gaps import Gap
from knowledge.answers.preview import AnsweredOtherwise, Trial
from knowledge.answers.understanding.concepts import Concept
from knowledge.indicators import find_chart
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from knowledge.wording import Values, measures
from knowledge.wording.amounts import Figure
from knowledge.wording.values import ValueView
from tests.bot.views.judging import ROOM, SHARER

TODAY = date(2024, 6, 3)
NOW = datetime(2024, 6, 3, 0, 5, tzinfo=UTC)


def all_ids(catalog: Catalog) -> list[str]:
    base = catalog.base
    structure = (base.goals, base.directions, base.packages, base.terms, base.passages)
    ids = [record.id for records in structure for record in records]
    return [*catalog.projects, *catalog.indicators, *ids, catalog.strategy.id]


def one_of_each(catalog: Catalog) -> list[str]:
    """The first two ids of every kind."""
    kinds: dict[str, list[str]] = {}
    for id in all_ids(catalog):
        kinds.setdefault(id.rstrip("0123456789-"), []).append(id)
    return [id for ids in kinds.values() for id in ids[:2]]


def messages_of_record(id: str, catalog: Catalog, values: Values, document: Sequence[str]) -> Iterator[Message]:
    record = catalog.records.get(id)
    assert record is not None
    card = record_message(id, catalog, values, context="k1")
    yield card
    yield share_message(card, SHARER)
    yield detail_message(id, catalog, values)
    yield meeting_message(id, catalog, values)
    yield share_message(meeting_message(id, catalog, values), "企画課 <!here>")
    yield source_message(id, catalog, document)
    yield source_message(id, catalog)
    yield history_message(record, catalog, values)
    if id in catalog.indicators:
        view = values.latest(id) or ValueView(figure=Figure("1", "人", "令和4年度", "速報値"))
        yield ledger_message(view.text, id, catalog, values, by="U0000002 <!channel>", note=view.note)


def messages_of_answer(answer: Answer, catalog: Catalog, values: Values) -> Iterator[Message]:
    for asker in ("U0ASKER11", "企画課 <!here>", None):
        yield answer_message(answer, catalog, values, asked_by=asker, context="k1")
    yield why_message(answer)
    yield why_message(replace(answer, runners_up=answer.items))
    yield why_message(replace(answer, items=(), intent="unknown", runners_up=answer.items))


def messages_of_many(record_ids: Sequence[str], catalog: Catalog, values: Values) -> Iterator[Message]:
    yield records_message(record_ids, catalog, values)
    yield kpi_list_message(record_ids, catalog, values, heading="遅れのKPI")


def answers_about(record_ids: Sequence[str], words: str) -> Iterator[Answer]:
    """Each status with these records; `words` is the question, the note and the text."""
    items = tuple(Item("project", id, words, 0.5, (words, f"{words}→{words}", "by_number"), words) for id in record_ids)
    read = Interpreted((2019, 2023), 3, 2, 5, ("value",))
    shown: tuple[Status, ...] = ("answered", "candidates")
    for status in shown:
        yield Answer(words, status, "project", items, words, read, note="")
        yield Answer(words, status, "project", items[:4], words, read, note=words)
    for status in get_args(Status):
        yield Answer(words, status, "absent", (), words, read, note=words)
        yield Answer(words, status, "thanks", (), words)


def digest_views_of(catalog: Catalog, words: str) -> Iterator[dict[str, Any]]:
    """The form in every shape, and everything around one schedule."""
    everything = tuple(catalog.indicators)
    for scope in SCOPE_KINDS:
        for rhythm in RHYTHMS:
            form = DigestForm(name=words[:NAME_LIMIT], scope=scope, rhythm=rhythm, indicators=everything)
            yield digest_modal(form, catalog, now=NOW, note=words)
    rule = Recurrence(rhythm="daily", at=time(9))
    schedule = Schedule(
        id="s1", name="週報", channel_id=ROOM, creator=SHARER, rule=rule, created_at=NOW, updated_at=NOW, since=NOW
    )
    view = DigestView(schedule=schedule, next_runs=(NOW,), last=None, can_change=True)
    yield digest_list_modal([view], catalog, note=words)
    yield digest_detail_modal(view, catalog, note=words)
    yield digest_owner_modal(schedule, "U0SUZUKI")


def gaps_of(words: str) -> list[Gap]:
    return [
        Gap(question=words, others=(words,) * 9, kinds=(("absent", 9),), count=9, last=NOW, comments=(words,) * 9),
        Gap(question="", others=(), kinds=(("unhelpful", 1),), count=1, last=NOW, comments=()),
    ]


def gap_views_of(catalog: Catalog, words: str) -> Iterator[dict[str, Any]]:
    change = AnsweredOtherwise(question=words, before=(words,) * 9, after=(), is_right=False, said=(words, words))
    trial = Trial(changes=(change,) * 30, count=99, is_unmet=True)
    yield gaps_modal([])
    yield gaps_modal(gaps_of(words) * 20, taught=dict.fromkeys(range(1, 99), words), note=words, lost=words)
    yield taught_modal(words, "12")
    for gap in gaps_of(words):
        for id in one_of_each(catalog):
            about = ButtonValue((gap.key, "0" * 16))
            form = GapForm(about=about, word=words[:40], concept=Concept("kind", "project"), means=id)
            yield gap_modal(gap, form, catalog, note=words)
            yield gap_modal(gap, form, catalog, tried=Tried(key="0" * 16, trial=trial))


def views_of(catalog: Catalog, values: Values, words: str) -> Iterator[dict[str, Any]]:
    about = ButtonValue(tuple(all_ids(catalog)), "k1")
    line = DigestLine(id="d1", title=words, rhythm=words, next_run=words, last_result=words)
    paused = DigestLine(id="d2", title=words, rhythm=words, next_run=words, is_paused=True)
    yield home_view(catalog, values, updated=NOW)
    yield home_view(catalog, values, updated=NOW, digests=[line, paused] * 10, digests_lost=words)
    yield home_view(catalog, values, updated=NOW, gaps=gaps_of(words) * 10, gaps_lost=words, privacy=words)
    yield closed_home_view(catalog, words)
    yield from gap_views_of(catalog, words)
    yield from digest_views_of(catalog, words)
    yield search_modal()
    yield feedback_modal(about)
    yield office_modal(about, office=words, question=words)
    for id in list(catalog.indicators)[:12]:
        indicator = catalog.indicators[id]
        form = ActualForm(
            about=about,
            year="2023",
            as_of=TODAY,
            value="-12.50",
            is_provisional=True,
            note=words,
            source=words,
            has_confirmed=False,
        )
        yield actual_modal(indicator, catalog, values, today=TODAY)
        yield actual_modal(indicator, catalog, values, today=TODAY, form=form, warnings=[words] * 9)
        yield recorded_modal(indicator, words, "e-1")
    for id in [*list(catalog.projects)[:2], *(package.id for package in catalog.base.packages[:2])]:
        yield result_modal(record_message(id, catalog, values))
        yield result_modal(detail_message(id, catalog, values))


def digests_of(catalog: Catalog, values: Values, words: str) -> Iterator[Digest]:
    """Everything changed, everything is missing, in a digest of every kind."""
    every = tuple(catalog.indicators.values())
    views = {each.id: view for each in every if (view := values.latest(each.id))}
    kinds: tuple[tuple[DigestKind, datetime | None], ...] = (
        ("report", None), ("report", NOW), ("unchanged", NOW), ("reminder", None), ("silent", NOW),
    )  # fmt: skip
    for kind, before in kinds:
        yield Digest(
            name=words,
            kind=kind,
            scope=DigestScope("all"),
            label=words,
            as_of=NOW,
            before=before,
            counts=((words, 10**6), ("達成", 3)),
            changes=tuple(
                IndicatorChange(
                    indicator=each,
                    value_before=None if before else words,
                    value=views[each.id].text if each.id in views else None,
                    state_before=words,
                    state="遅れ",
                    has_fallen=True,
                )
                for each in every
            ),
            unrecorded=every,
            year=FiscalYear(2023),
            groups=grouped(catalog, values, catalog.indicators),
            charts=tuple(
                (own, chart)
                for own in measures(every, values)
                if (chart := find_chart(own, catalog.strategy.period)) is not None
            )[:2],
        )


def messages_of_digests(catalog: Catalog, values: Values, words: str) -> Iterator[Message]:
    for digest in digests_of(catalog, values, words):
        yield from digest_messages(digest)
