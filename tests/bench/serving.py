"""How soon a started bot answers, and what it holds in memory: python -m tests.bench.serving

Beside the bare Bolt app (echo.py), started by turns, each on its own stand-in: from the start of the process to its
first answer, once with nothing behind it and once with as many questions as are kept (of more the oldest are
forgotten). Memory as Linux tells it: all that is resident, and the part that no file stands behind.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.config.retention import kept_in
from bot.slack.store import BOT_FOLDER, BOT_KINDS
from knowledge.storage.database import Database
from tests.bench.conversation import ECHO, SERVE, Asked, mark, questions, running
from tests.world import workspace

ROUNDS, ASKED = 5, 1_000
MOST_TIMES, MOST_MB, MOST_MORE_MB, MOST_ANONYMOUS_MB = 2.5, 170, 10, 60
SETTLED_S = 4.0  # what is read beside the first answers is read by then


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty", Path(folder) / "full"
        for data in (empty, full):
            first_answer_s(SERVE, data)  # makes what is kept between starts
        write_history(full)
        first_answer_s(SERVE, full)
        rounds = [
            (first_answer_s(ECHO), first_answer_s(SERVE, empty), first_answer_s(SERVE, full)) for _ in range(ROUNDS)
        ]
        echo, bare, behind = (median(each) for each in zip(*rounds, strict=True))
        memory = measured(empty, list(islice(questions(), ASKED)))
    load = f"直近1分の負荷 {os.getloadavg()[0]:.1f}（CPU {os.cpu_count()}個）"
    table = Table(title="serve の起動とメモリー", title_justify="left", caption=load, caption_justify="left")
    for name in ("測ったもの", "ボット", "echo", "倍", "目安"):
        table.add_column(name, justify="left" if name in ("測ったもの", "目安") else "right")
    for label, ours in (("起動から最初の回答まで", bare), ("同じく、保存できるだけの質問のあとで", behind)):
        bar = mark(ours <= MOST_TIMES * echo, f"{MOST_TIMES:g}倍まで")
        table.add_row(label, f"{ours:,.2f} 秒", f"{echo:,.2f} 秒", f"{ours / echo:.2f}", bar)
    for (label, whole, anonymous), most in zip(memory, (MOST_MB, MOST_MB + MOST_MORE_MB), strict=True):
        table.add_row(f"メモリー: {label}", f"{whole:,.0f} MB", "", "", mark(whole <= most, f"{most} MB まで"))
        bar = mark(anonymous <= MOST_ANONYMOUS_MB, f"{MOST_ANONYMOUS_MB} MB まで") if most == MOST_MB else ""
        table.add_row("　うちファイルのないもの", f"{anonymous:,.0f} MB", "", "", bar)
    Console(width=110, highlight=False).print(table)


def first_answer_s(command: Sequence[str], data: Path | None = None) -> float:
    """From the start of the process."""
    with workspace() as slack:
        tokens = (slack.api_url, slack.bot_token, slack.app_token) if command is ECHO else ()
        started = time.perf_counter()
        with running(slack, *command, *tokens, data=data) as program:
            program.ask(next(questions()))
            taken = time.perf_counter() - started
            program.stop()
            return taken


def write_history(data: Path) -> None:
    """As many questions and answers as are kept, of the last hours."""
    kept, begun = kept_in(BOT_FOLDER), datetime.now(UTC) - timedelta(hours=20)
    database = Database(data / BOT_FOLDER, BOT_KINDS)
    texts = questions()
    rows: list[tuple[str, str, dict[str, object]]] = []
    for number in range(kept["events"].most or 0):
        at = (begun + timedelta(seconds=number)).isoformat()
        rows.append(("events", f"Ev{number}", {"at": at, "body": None}))
    for number in range(kept["answers"].most or 0):
        at = (begun + timedelta(seconds=number)).isoformat()
        place = {"channel": "C0BENCH000", "ts": f"{number}.1", "question_ts": f"{number}.0", "shown": ["p1-1", "p1-2"]}
        answer = {"key": f"{number:016x}", "query": next(texts), "asked_by": "U0SATO", "before": [], **place}
        rows.append(("answers", str(answer["key"]), {"at": at, **answer, "is_deleted": False, "gap": ""}))
    database.put(*rows)


def measured(data: Path, texts: Sequence[str]) -> list[tuple[str, float, float]]:
    """(when, MB in all, MB that no file stands behind)."""
    with workspace() as slack, running(slack, *SERVE, data=data) as bot:
        bot.ask(texts[0])
        time.sleep(SETTLED_S)
        at_first = resident(bot)
        for text in texts:
            bot.ask(text)
        return [("起動したあと", *at_first), (f"{len(texts):,}問のあと", *resident(bot))]


def resident(bot: Asked) -> tuple[float, float]:
    """0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{bot.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return sizes["Rss"], sizes["Anonymous"]


if __name__ == "__main__":
    main()
