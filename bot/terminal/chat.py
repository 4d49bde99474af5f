"""Questions and answers in the terminal, until 「終了」."""

from collections.abc import Callable

from rich.console import Console

from bot.config import Clock
from bot.config.signals import END_WORDS
from bot.terminal.cards import item_lines, print_answer
from bot.values import Answering, LedgerValues
from knowledge.answers import Item
from knowledge.model import Catalog, fold
from knowledge.wording import tokyo_day
from knowledge.wording.values import EMPTY_VALUES

GREETING = (
    "{title} について質問してください。\n"
    "例: {examples}\n"
    "番号を入れると直前の一覧のその項目を表示します。「終了」で終わります。"
)
EXAMPLES = ("移住支援の事業は？", "待機児童数の目標値は？", "パッケージ3の事業")


def run_chat(
    console: Console,
    catalog: Catalog,
    engine: Answering,
    read: Callable[[], str],
    clock: Clock,
    values: LedgerValues | None = None,
) -> None:
    """`read` gives the next line, or raises EOFError. What was just shown is the next question's context."""
    console.print(GREETING.format(title=catalog.strategy.title, examples=" ／ ".join(EXAMPLES)), highlight=False)
    shown: tuple[Item, ...] = ()
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
        console.print()
        current = values.current if values else None
        chosen = _chosen(question, shown)
        if chosen:
            for line in item_lines(catalog, chosen, console.width, current or EMPTY_VALUES):
                console.print(line, soft_wrap=True, highlight=False)
        else:
            answer = engine.answer(question, tuple(item.id for item in shown), current, today=tokyo_day(clock()))
            shown = answer.items
            print_answer(console, catalog, answer, current or EMPTY_VALUES)
        console.print()


def _chosen(question: str, shown: tuple[Item, ...]) -> Item | None:
    number = fold(question)
    return shown[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(shown) else None
