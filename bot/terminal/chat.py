"""Questions and answers in the terminal, until 「終了」."""

from collections.abc import Callable

from rich.console import Console

from bot.config import BotError, Clock
from bot.config.signals import END_WORDS
from bot.terminal.cards import IN_CHAT, print_answer
from bot.terminal.kpi.asked_review import review_asked
from bot.terminal.output import print_page
from bot.values.plans import Plans
from knowledge.answers.conversation import row_with
from knowledge.model import KnowledgeError, fold
from knowledge.model.normalize import without_unseen
from knowledge.model.plans import ended_note
from knowledge.model.structs import replace
from knowledge.wording import tokyo_day
from knowledge.wording.example_questions import example_questions

GREETING = (
    "{title} について質問してください。\n"
    "例：{examples}\n"
    "番号を入れると直前の一覧のその項目を表示します。「終了」で終わります。"
)
MOST_TO_BEGIN = 3


def run_chat(console: Console, plans: Plans, read: Callable[[], str], clock: Clock, *, echo: bool = False) -> None:
    """`read` gives the next line, or raises EOFError.

    `echo`: questions that nobody typed here are shown before their answers.
    """
    names, usual = "、".join(plan.name for plan in plans.facts), plans.of(plans.usual(tokyo_day(clock())))
    examples = example_questions(usual.catalog)
    ended = ended_note(usual.catalog.strategy.period, tokyo_day(clock()))
    console.print(GREETING.format(title=names, examples=" ／ ".join(examples[:MOST_TO_BEGIN])), highlight=False)
    if ended:
        console.print(f"※ {ended}", highlight=False)
    row: tuple[str, ...] = ()  # what the next question goes on about
    while True:
        try:
            question = read().strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if fold(question) in END_WORDS:
            return
        if not question:
            continue
        if echo:
            console.print(f"質問> {without_unseen(question)}", style="bold", markup=False, highlight=False)
        console.print()
        if _is_review(console, question, plans, clock):
            row = ()  # no question goes on from a table of all
        else:
            answer, knowledge = plans.asked(question, row, today=tokyo_day(clock()))
            row = row_with(row, answer)
            values = knowledge.values.current
            if answer.ended == ended:  # the greeting has said it
                answer = replace(answer, ended="")
            print_answer(console, knowledge.catalog, answer, values, hints=IN_CHAT)
        console.print()


def _is_review(console: Console, question: str, plans: Plans, clock: Clock) -> bool:
    try:
        found = review_asked(question, plans, tokyo_day(clock()))
    except (BotError, KnowledgeError) as error:  # of a year that there is not
        console.print(str(error), markup=False, highlight=False)
        return True
    if found:
        from bot.terminal.kpi.pages import review_page

        print_page(console, lambda page: review_page(page, *found, in_full=False))
    return found is not None
