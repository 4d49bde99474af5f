"""「会議用に表示」 over the channel's width, and 「印刷用PDF」 in its thread."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.sandbox.state.records import PostedMessage, Upload
from bot.sandbox.state.seed import GENERAL, SATO, SUZUKI
from bot.views import ids
from bot.views.details import meeting_message
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.reading.source import Line
from tests.bot.made_up_values import MadeUpValues
from tests.world import World, knowledge_in, workspace


@pytest.fixture
def summary(world: World) -> PostedMessage:
    return shown(world, "定住誘導推進事業とは？")


def shown(world: World, question: str) -> PostedMessage:
    """The summary of what answers the question."""
    [answer] = world.after(world.person(SATO).mention(GENERAL, question))
    [summary] = world.after(world.person(SUZUKI).press(answer, ids.MEETING))
    return summary


def uploaded(world: World, message: PostedMessage) -> Upload:
    [file] = message.files
    return world.slack.workspace.uploads[file]


def words(pdf: bytes | None) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf or b"")).pages]


def test_a_summary_stands_in_the_channel_for_everybody(summary: PostedMessage) -> None:
    assert (summary.thread_ts, summary.only_for) == (None, None)
    assert "定住誘導推進事業" in summary.text


def test_purpose_figures_and_one_chart_stand_first(catalog: Catalog) -> None:
    message = meeting_message("pkg3", catalog, MadeUpValues(catalog))
    kinds = [block["type"] for block in message.blocks]
    assert kinds[:6] == ["header", "context", "section", "section", "data_table", "data_visualization"]
    assert kinds.count("data_visualization") == 1
    assert message.blocks[2]["text"]["text"].startswith("*目的*\n")


def test_the_sheet_is_uploaded_into_the_thread_of_the_summary(world: World, summary: PostedMessage) -> None:
    [sent] = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    file = uploaded(world, sent)
    assert (sent.channel, sent.thread_ts) == (GENERAL, summary.ts)
    assert file.name.startswith("定住誘導推進事業_")
    assert file.name.endswith(".pdf")
    [page] = words(file.content)
    assert "定住誘導推進事業" in page


def test_a_package_is_printed_whole(world: World) -> None:
    summary = shown(world, "政策パッケージ5とは？")
    [sent] = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    assert len(words(uploaded(world, sent).content)) == 4


def test_the_same_sheet_goes_into_a_thread_once(world: World, summary: PostedMessage) -> None:
    world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    [told] = world.after(world.person(SATO).press(summary, ids.PRINT))
    assert (told.only_for, told.files) == (SATO, ())
    assert "すでに" in told.text


def test_a_workspace_that_has_not_granted_the_scope_says_what_to_do(world: World, summary: PostedMessage) -> None:
    world.slack.scopes.discard("files:write")
    [told] = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    assert told.only_for == SUZUKI
    assert "files:write" in told.text
    world.slack.scopes.add("files:write")
    [sent] = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    assert sent.files


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("files.getUploadURLExternal", "lose_reply"),
        ("files.getUploadURLExternal", "ratelimited"),
        ("upload", "server_error"),
        ("files.completeUploadExternal", "lose_reply"),
        ("files.completeUploadExternal", "ratelimited"),
    ],
)
def test_a_sheet_is_sent_once_although_a_step_failed(
    world: World, summary: PostedMessage, method: str, kind: str
) -> None:
    world.slack.faults.plan(method, kind)  # type: ignore[arg-type]
    sent = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    assert [len(message.files) for message in sent] == [1]
    assert world.slack.faults.left(method) == 0


def test_a_character_that_cannot_be_printed_is_told_beside_the_sheet_with_its_line(
    catalog: Catalog, engine: Engine, lines: tuple[Line, ...], tmp_path: Path
) -> None:
    project = catalog.projects["p3-12"]
    odd = replace(project, description=f"𠮷田での{project.description}")
    packages = tuple(
        replace(own, projects=tuple(odd if each.id == odd.id else each for each in own.projects))
        for own in catalog.base.packages
    )
    written = tuple(
        replace(line, text=line.text.replace(project.description, odd.description)) if line.text else line
        for line in lines
    )
    told = Catalog(replace(catalog.base, packages=packages))
    with workspace() as slack:
        world = World(slack, knowledge_in(tmp_path, told, engine, written), tmp_path)
        [sent] = world.after(world.person(SUZUKI).press(shown(world, "定住誘導推進事業とは？"), ids.PRINT))
        [page] = words(uploaded(world, sent).content)
        world.close()
    assert "〓田での" in page
    assert "「𠮷」（U+20BB7、本文680行）は印刷用の書体にないため、「〓」と印刷しました。" in sent.text


def test_a_workspace_without_uploads_says_so(world: World, summary: PostedMessage) -> None:
    world.slack.faults.plan("files.getUploadURLExternal", "error", code="file_uploads_disabled")
    [told] = world.after(world.person(SUZUKI).press(summary, ids.PRINT))
    assert "ファイルを送れません" in told.text


def test_from_a_modal_the_sheet_comes_as_a_direct_message(world: World) -> None:
    sato = world.person(SATO)
    world.outcome(sato.shortcut(ids.SEARCH_SHORTCUT))
    world.outcome(sato.submit({ids.SEARCH_TEXT: "定住誘導推進事業とは？"}))
    for action in (ids.MEETING, ids.PRINT):
        modal = world.slack.workspace.modal(SATO)
        assert modal is not None
        last = world.after(sato.press(modal, action))
    [head, sent] = last
    assert (sent.channel, sent.thread_ts) == (head.channel, head.ts)
    assert sent.channel == world.slack.workspace.dm(SATO).id
    assert uploaded(world, sent).content
