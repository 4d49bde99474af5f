"""`senryaku gaps`: questions without a good answer, what editors teach from there, and the way back."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.app import open_catalog
from bot.app.place import place_of
from bot.app.wiring import open_taught, open_values_for_answers
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.documents.files import write_file
from bot.documents.spreadsheets import csv_bytes
from bot.terminal.output import console, print_page
from bot.terminal.usage import Command, Group, settings_of, with_common_options, with_settings
from bot.values.taught import TaughtEntry, concept_label
from knowledge.answers.gaps import Gap
from knowledge.answers.understanding.concepts import Concept, concept_words
from knowledge.indicators import ExportTable
from knowledge.model.normalize import without_unseen
from knowledge.wording.moments import moment_text
from knowledge.wording.taught import NOT_READ_YET

if TYPE_CHECKING:
    from bot.features import Teaching
    from bot.terminal.layout import Page

gaps = typer.Typer(cls=Group, add_completion=False)

HEAD = ("質問", "回数", "種類", "最後に聞かれた日時", "ほかの聞き方", "ご意見")
NONE_RECORDED = "うまく答えられなかった質問は、まだ記録されていません。"
NOTHING_TAUGHT = "加えられた言葉や例は、まだありません。"
WORDINGS_AT_MOST = 5  # other wordings and comments; the CSV has all
NOT_YET = "加えるには、同じ指定に --apply を付けてください。"

AsCsv = Annotated[bool, typer.Option("--csv", help="表計算ソフトで開ける CSV で出力します")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="ファイル", help="--csv の書き出し先")]
Word = Annotated[str, typer.Argument(metavar="言葉", help="例 ゴール値")]
SameAs = Annotated[str, typer.Option("--as", metavar="言葉", help="同じ意味の言葉。例 目標値")]
ExampleQuestion = Annotated[str, typer.Argument(metavar="質問", help="例 セフコミって何の事業")]
Means = Annotated[list[str], typer.Option("--means", metavar="名前", help="質問が指す事業やKPIの名前（何度でも）")]
AddedBy = Annotated[str, typer.Option("--by", metavar="名前", help="加えた人や課")]
LessonNumber = Annotated[
    int | None, typer.Argument(metavar="番号", min=1, help="senryaku gaps taught で分かる番号。例 3")
]
AddIt = Annotated[bool, typer.Option("--apply", help="確かめるだけでなく、加えます")]


@gaps.callback(invoke_without_command=True)
@with_common_options
def list_gaps(ctx: typer.Context, as_csv: AsCsv = False, output: Output = None, **given: Any) -> None:
    """うまく答えられなかった質問を、似たものをまとめて示し、言葉や例を加えます。"""
    if ctx.invoked_subcommand is not None:
        return
    settings = settings_of(given, ctx)
    if output is not None and not as_csv:
        raise WrongCallError("-o は --csv と一緒に指定してください。例: senryaku gaps --csv -o gaps.csv")
    found = _teaching(settings, is_list=True).gaps()
    if as_csv:
        _write(_csv(found), output, settings)
    elif found:
        print_page(console(), lambda page: _page(found, page))
    else:
        typer.echo(NONE_RECORDED)


@gaps.command(cls=Command)
@with_settings
def word(settings: Settings, text: Word, same_as: SameAs, by: AddedBy = "", apply: AddIt = False) -> None:
    """言葉を加えます。まず、答えが変わる質問を示します。"""
    concepts = [concept for concept, words in concept_words().items() if same_as in words]
    if not concepts:
        raise BotError(f"「{same_as}」は --as に指定できません。「目標値」「基準値」などを指定してください。")
    teaching = _teaching(settings)
    for concept in concepts:
        made = TaughtEntry(kind="word", by=by, part=concept.part, name=concept.name, word=without_unseen(text).strip())
        _teach(teaching, made, apply=apply and len(concepts) == 1)
    if apply and len(concepts) > 1:
        named = "、".join(_choice(concept) for concept in concepts)
        raise BotError(f"「{same_as}」には意味がいくつもあります。--as に、次のどれかを指定してください: {named}")


def _choice(concept: Concept) -> str:
    return next((own for own in concept_words()[concept] if _is_only(own)), concept_label(concept))


def _is_only(own: str) -> bool:
    return sum(own in words for words in concept_words().values()) == 1


@gaps.command(cls=Command)
@with_settings
def example(
    settings: Settings, question: ExampleQuestion, means: Means, by: AddedBy = "", apply: AddIt = False
) -> None:
    """質問の例を、確認用に加えます。言葉を加えるたびに、そのとおりに答えられるかを確かめます。"""
    question = without_unseen(question).strip()
    known = open_catalog(settings).records.values()
    titles = {str(getattr(record, "name", "") or getattr(record, "term", "")) for record in known}
    if unknown := [name for name in means if name not in titles]:
        raise BotError(f"「{unknown[0]}」という事業やKPIはありません。本文のとおりの名前を指定してください。")
    _teach(_teaching(settings), TaughtEntry(kind="example", by=by, question=question, means=tuple(means)), apply=apply)


@gaps.command("taught", cls=Command)
@with_settings
def list_taught(settings: Settings) -> None:
    """加えた言葉と例を、取り消すときの番号と一緒に示します。"""
    taught = _teaching(settings).taught
    if taught.trouble:
        raise BotError(taught.trouble)
    for number, lesson in taught.numbered.items():
        _say(f"{number}　{lesson.label}{f'　{lesson.by}' if lesson.by else ''}")
    if not taught.numbered:
        typer.echo(NOTHING_TAUGHT)


@gaps.command("undo", cls=Command)
@with_settings
def undo_lesson(settings: Settings, number: LessonNumber = None) -> None:
    """加えた言葉か例を、番号で取り消します。番号がなければ、最後に加えたものを取り消します。"""
    _say(f"{_teaching(settings).take_back(number).label}を取り消しました。")


def _say(line: str) -> None:
    """Somebody else's words are among it."""
    typer.echo(without_unseen(line))


def _teach(teaching: "Teaching", lesson: TaughtEntry, *, apply: bool) -> None:
    if trouble := teaching.taught.trouble:
        raise BotError(trouble)
    teaching.taught.check(lesson)
    trial = teaching.preview([lesson])
    _say(f"{lesson.label}を加えると、試した {trial.count}件の質問のうち{len(trial.changes)}件の答えが変わります。")
    for change in trial.changes:
        _say(f"  {change.sentence}")
    if trial.warning:
        typer.echo(trial.warning)
    if trial.is_unmet:
        typer.echo(NOT_READ_YET)
    if apply:
        number = teaching.teach(lesson)
        typer.echo(f"加えました（番号 {number}）。取り消すには senryaku gaps undo {number} を使います。")
    else:
        typer.echo(NOT_YET)


def _teaching(settings: Settings, *, is_list: bool = False) -> "Teaching":
    """Says where some of what it works on cannot be read; where nothing can, only a list goes on without it."""
    from bot.features import Teaching  # slack_sdk comes along
    from bot.slack import BotStore

    clock = settings.clock
    taught = open_taught(settings, open_catalog(settings))
    values = open_values_for_answers(settings, taught.engine.catalog)
    teaching = Teaching(store=BotStore(place_of(settings), clock), taught=taught, values=values, clock=clock)
    if teaching.losses and (is_list or not taught.trouble):
        typer.echo(teaching.losses, err=True)
    return teaching


def _page(found: Sequence[Gap], page: "Page") -> None:
    for gap in found:
        page.title(gap.question, f"{gap.count}回")
        page.paragraph(f"{gap.kinds_text}　最後は{moment_text(gap.last)}", "  ")
        page.bullets((f"ほかの聞き方: {other}" for other in gap.others[:WORDINGS_AT_MOST]), indent="  ")
        page.bullets((f"ご意見: {comment}" for comment in gap.comments[:WORDINGS_AT_MOST]), indent="  ")


def _csv(found: Sequence[Gap]) -> bytes:
    """As every table that leaves: Excel knows its letters, and no cell is a formula."""
    rows = tuple(tuple(map(without_unseen, _cells(gap))) for gap in found)
    return csv_bytes([ExportTable(name="答えられなかった質問", columns=HEAD, rows=rows)])


def _cells(gap: Gap) -> Iterator[str]:
    yield from (gap.question, str(gap.count), gap.kinds_text, moment_text(gap.last))
    yield from ("\n".join(gap.others), "\n".join(gap.comments))


def _write(data: bytes, output: Path | None, settings: Settings) -> None:
    if output is None:
        sys.stdout.write(data.decode("utf-8-sig"))
        return
    write_file(output, data, kept=settings.data)
    typer.echo(f"{output} に書き出しました。", err=True)
