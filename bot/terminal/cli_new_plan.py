"""`senryaku kb new PATH`: from a file to a plan that answers, with a question for whatever is in doubt.

kb.command("new", cls=Command)(new_plan)
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from bot.app.new_plan import PlanDoubt, copied, doubts, keep_answer, keep_period, lacks_period, period_typed
from bot.app.plans import add_plan, held_plans
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.terminal.build_report import LAYOUT_PAGE, checklist, doubt_lines, found_lines, sample_lines
from bot.terminal.usage import with_settings
from knowledge.model import KnowledgeError
from knowledge.model.data_files import LAYOUT_FILE, text_path
from knowledge.model.fiscal import Period
from knowledge.model.normalize import without_unseen
from knowledge.model.records import KnowledgeBase
from knowledge.reading import build, read_source
from knowledge.reading.extract.stated import WITH_A_PERIOD
from knowledge.reading.source import SourceText
from knowledge.reading.sources.pieces import PagesTold

NewPath = Annotated[
    Path, typer.Argument(metavar="場所", readable=False, help="計画の本文（PDF、Word、Excel、Markdown、テキスト）")
]
NewPlanId = Annotated[
    str, typer.Option("--id", metavar="ID", help="付ける ID。なければフォルダーかファイルの名前から作ります")
]
Proposed = Annotated[bool, typer.Option("--yes", help="質問せずに、提案のとおりに進めます")]
NO_TERMINAL = "質問に答えられる端末で実行するか、--yes を付けて提案のとおりに進めてください。"
PATIENCE = 2.0  # seconds without a word
MOST_ROUNDS = 4  # an answer may raise another question


@with_settings
def new_plan(settings: Settings, path: NewPath, id: NewPlanId = "", yes: Proposed = False) -> None:
    """新しい計画を、確かめながら読み取って加えます。迷うところは質問し、答えは layout.toml に残します。"""
    if not yes and not sys.stdin.isatty():
        raise WrongCallError(NO_TERMINAL)
    with _pages_told() as told:
        read = read_source(text_path(path), told)
    copy = copied(path, settings.own_folder)
    text = copy.text
    try:
        base = build(text, read)
    except KnowledgeError as error:  # names the file that was given, not the copy
        copy.drop()
        raise BotError(str(error).replace(str(text), str(path))) from error
    today = settings.today
    found = list(found_lines(base, today))
    _say(found)
    if not yes and lacks_period(base) and (period := _period_asked(base)):
        keep_period(period, text)
        base = build(text, read)
    base, left = _settled(base, read, text, (lambda doubt: doubt.proposed) if yes else _asked)
    if (settled := list(found_lines(base, today))) != found:
        _say(["", "答えのとおりに読み直しました。", *settled])
    _say(["", *sample_lines(base, read.lines)])
    plan, base = add_plan(settings, text, id, base)
    _say(["", *checklist(base, left), "", *_next_steps(plan.id, text, len(held_plans(settings)))])


def _settled(
    base: KnowledgeBase, read: SourceText, text: Path, answer: Callable[[PlanDoubt], str]
) -> tuple[KnowledgeBase, list[PlanDoubt]]:
    """Read anew after the answers, until nothing new is asked; with what was left open."""
    answered: dict[tuple[str, ...], tuple[PlanDoubt, str]] = {}
    for _ in range(MOST_ROUNDS):
        new = [doubt for doubt in doubts(base, read, text) if doubt.keys not in answered]
        if not new:
            break
        for doubt in new:
            answered[doubt.keys] = doubt, answer(doubt)
            keep_answer(*answered[doubt.keys], text)
        base = build(text, read)
    return base, [doubt for doubt, chosen in answered.values() if doubt.is_open(chosen)]


def _period_asked(base: KnowledgeBase) -> Period | None:
    _say(["", "計画期間は、何年度から何年度までですか。", "  例：2025-2029、令和7年度から令和11年度まで"])
    if waiting := sum(WITH_A_PERIOD in finding.message for finding in base.report.findings):
        _say([f"  期間が分かると、まだ読み取れていない目標{waiting}件を読み取れることがあります。"])
    _say(["  分からないときは、何も書かずに Enter を押してください（あとから layout.toml に書けます）。"])
    while typed := typer.prompt("計画期間", default="", show_default=False).strip():
        if period := period_typed(typed):
            return period
        typer.echo("初めと終わりの年度を「2025-2029」のように書いてください。")
    return None


def _asked(doubt: PlanDoubt) -> str:
    _say(doubt_lines(doubt))
    answers = list(doubt.choices)
    default = answers.index(doubt.proposed) + 1
    while True:
        typed = typer.prompt("番号", default=str(default), show_default=True).strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(answers):
            return answers[int(typed) - 1]
        typer.echo(f"1 から {len(answers)} の番号で答えてください。")


def _next_steps(id: str, text: Path, held: int) -> Iterator[str]:
    kept = f"本文の写しと答えは {text.parent} にあります（{LAYOUT_FILE}）。"
    is_answered = (text.parent / LAYOUT_FILE).exists()
    yield f"計画の ID は {id} です。" + (kept if is_answered else f"本文の写しは {text.parent} にあります。")
    if held > 1:
        yield f"計画は{held}件あります。いつも答える計画は senryaku kb use {id} で選べます。"
    yield "次は、senryaku ask で質問するか、senryaku sandbox で Slack の画面を試してください。"
    how = "を書き換え" if is_answered else "を本文の写しの隣に作り"
    yield f"読み取りを直すときは {LAYOUT_FILE} {how}（書き方は {LAYOUT_PAGE}）、もう一度 kb new を実行してください。"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(without_unseen(line))


@contextmanager
def _pages_told() -> Iterator[PagesTold]:
    """A bar of pages, once the reading has taken a while."""
    started, bar, tasks = time.perf_counter(), Progress(console=Console(stderr=True), transient=True), list[TaskID]()

    def told(done: int, pages: int) -> None:
        if not tasks and time.perf_counter() - started > PATIENCE:
            bar.start()
            tasks.append(bar.add_task("本文を読み取っています", total=pages))
        if tasks:
            bar.update(tasks[0], completed=done)

    try:
        yield told
    finally:
        if tasks:
            bar.stop()
