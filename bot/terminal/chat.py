"""Questions and answers in the terminal, until 「終了」."""

from collections.abc import Callable

from rich.console import Console

from bot.config import BotError, Clock
from bot.config.signals import END_WORDS
from bot.terminal.cards import NUMBER_HINT, item_lines, print_answer
from bot.terminal.kpi.asked_review import review_asked
from bot.terminal.output import print_page
from bot.values.plans import Knowledge, Plans
from knowledge.answers import Item
from knowledge.answers.rules.followup import says_place
from knowledge.model import KnowledgeError, fold
from knowledge.model.normalize import without_unseen
from knowledge.model.plans import ended_note
from knowledge.wording import tokyo_day
from knowledge.wording.example_questions import example_questions

NO_SUCH_NUMBER = "直前にお見せしたのは{count}件です。1から{count}までの番号を入れてください。"
GREETING = (
    "{title} について質問してください。\n"
    "例: {examples}\n"
    "番号を入れると直前の一覧のその項目を表示します。「終了」で終わります。"
)
MOST_TO_BEGIN = 3


def run_chat(console: Console, plans: Plans, read: Callable[[], str], clock: Clock, *, echo: bool = False) -> None:
    """`read` gives the next line, or raises EOFError. What was just shown is the next question's context.

    `echo`: questions that nobody typed here are shown before their answers.
    """
    names, usual = "、".join(plan.name for plan in plans.facts), plans.of(plans.usual(tokyo_day(clock())))
    examples = example_questions(usual.catalog)
    ended = ended_note(usual.catalog.strategy.period, tokyo_day(clock()))
    console.print(GREETING.format(title=names, examples=" ／ ".join(examples[:MOST_TO_BEGIN])), highlight=False)
    if ended:
        console.print(f"※ {ended}", highlight=False)
    shown: tuple[Item, ...] = ()
    context: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()  # the context that numbers count, until another list is shown
    knowledge: Knowledge | None = None
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
        chosen = _chosen(question, shown)
        if chosen is None and shown and fold(question).isdecimal():
            console.print(NO_SUCH_NUMBER.format(count=len(shown)), highlight=False)
        elif chosen and knowledge:
            for line in item_lines(knowledge.catalog, chosen, console.width, knowledge.values.current):
                console.print(line, soft_wrap=True, highlight=False)
        elif _is_review(console, question, plans, clock):
            shown, context, listed = (), (), ()  # no question goes on from a table of all
        else:
            before = listed if says_place(question) else context
            answer, knowledge = plans.asked(question, before, today=tokyo_day(clock()))
            context = answer.shown
            if len(listed) < 2 or len(context) > 1:
                shown, listed = answer.items, context
            print_answer(console, knowledge.catalog, answer, knowledge.values.current, hint=NUMBER_HINT)
        console.print()


def _is_review(console: Console, question: str, plans: Plans, clock: Clock) -> bool:
    try:
        found = review_asked(question, plans, tokyo_day(clock()))
    except (BotError, KnowledgeError) as error:  # of a year that there is not
        console.print(str(error), markup=False, highlight=False)
        return True
    if found:
        from bot.terminal.kpi.pages import review_page

        print_page(console, lambda page: review_page(page, *found))
    return found is not None


def _chosen(question: str, shown: tuple[Item, ...]) -> Item | None:
    number = fold(question)
    return shown[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(shown) else None
