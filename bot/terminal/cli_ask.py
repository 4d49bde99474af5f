"""`senryaku ask` and `senryaku chat`: answers in the terminal."""

import sys
from typing import Annotated

import typer

from bot.app import open_catalog
from bot.app.wiring import open_engine, open_plans
from bot.config import BotError, Clock, WrongCallError
from bot.config.garbage_collection import collect_often
from bot.config.settings import Settings
from bot.terminal.cards import IN_ASK, print_answer
from bot.terminal.kpi.asked_review import review_asked
from bot.terminal.output import console, print_json, print_page
from bot.terminal.usage import with_settings
from bot.values.plans import Plans

QuestionArgument = Annotated[list[str] | None, typer.Argument(metavar="質問", help="例 基本目標は？")]
AnswerAsJson = Annotated[bool, typer.Option("--json", help="答えを一つの JSON で出力します")]
Batch = Annotated[bool, typer.Option("--batch", help='標準入力の JSON Lines {"id", "q"} に 1行ずつ答えます')]
InFull = Annotated[bool, typer.Option("--all", help="見つかったものをすべて、省かずに表示します")]
Explain = Annotated[bool, typer.Option("--explain", help="質問をどう読んだかを示します")]


@with_settings
def ask(
    settings: Settings,
    text: QuestionArgument = None,
    as_json: AnswerAsJson = False,
    batch: Batch = False,
    explain: Explain = False,
    in_full: InFull = False,
) -> None:
    """質問に一つ答えます。"""
    question = " ".join(text or ()).strip()
    if bool(question) == batch:
        raise WrongCallError("質問か --batch のどちらか一方を指定してください。例: senryaku ask 基本目標は？")
    if explain and (as_json or batch or in_full):
        raise WrongCallError("--explain は、--json・--batch・--all と一緒には使えません。")
    if explain:
        from bot.terminal.explanation import explain_to

        catalog = open_catalog(settings)
        weighed = open_engine(settings, catalog).weighed(question, today=settings.today)
        print_page(console(), lambda page: explain_to(page, catalog, weighed))
        return
    plans = open_plans(settings, records=False)
    if batch:
        _answer_batch(plans, settings.clock)
    elif as_json:
        from bot.terminal.batch import timed_answer

        print_json(timed_answer(plans, question, settings.clock))
    elif review := review_asked(question, plans, settings.today):
        from bot.terminal.kpi.pages import review_page

        print_page(console(), lambda page: review_page(page, *review))
    else:
        answer, knowledge = plans.asked(question, today=settings.today)
        print_answer(console(), knowledge.catalog, answer, knowledge.values.current, hints=IN_ASK, in_full=in_full)


def _answer_batch(plans: Plans, clock: Clock) -> None:
    """Each answer leaves as one whole line, at once; a line that cannot be read is told in its place."""
    from bot.terminal.batch import batch_answers

    collect_often()
    failed = 0
    for answered in batch_answers(plans, sys.stdin.buffer, clock):
        failed += "error" in answered
        print_json(answered)
    if failed:
        raise BotError(f'読めない行が{failed}行ありました。それぞれの行の答えの "error" に書いてあります。')


@with_settings
def chat(settings: Settings) -> None:
    """その場で質問と答えをやり取りします。"""
    from bot.terminal.chat import run_chat

    collect_often()
    is_typed = sys.stdin.isatty()
    prompt = "質問> " if is_typed else ""
    plans = open_plans(settings, records=False)
    run_chat(console(), plans, lambda: _read_line(prompt), settings.clock, echo=not is_typed)


def _read_line(prompt: str) -> str:
    try:
        return input(prompt)
    except UnicodeDecodeError:
        raise BotError("入力を文字として読めません。UTF-8 の文字で質問を書いてください。") from None
