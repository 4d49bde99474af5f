"""`make bench`: how long things take, as milliseconds and beside a plain loop of the same run. Some minutes."""

import argparse
import math
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import bm25s  # type: ignore[import-untyped]
import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from knowledge.answers.engine import Engine
from knowledge.japanese import tokenizer
from knowledge.japanese.tokenizer import lexemes, tokenize
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.prepared import Prepared
from knowledge.reading.build import build
from knowledge.search.index import SearchIndex
from knowledge.search.strategy_search import strategy_records
from knowledge.search.texts import SearchRecord
from knowledge.storage.knowledge_store import KnowledgeStore
from tests.bench.collection import faq, notes, queries
from tests.evaluation.questions import ROOT, question_sets

STRATEGY = ROOT / "knowledge" / "strategies" / "kurume-2"
BRIEF_THROUGHPUT = "200"  # questions; docs/reliability.md shows 1,500
FAQ_RECORDS, LARGE_COLLECTIONS, QUERIES = 1_786, (17_860, 170_000), 300

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the 170,000 records")
    parser.add_argument("--large-only", type=int, metavar="RECORDS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    table = Rows(yardstick_ms())
    if options.large_only:
        large(table, options.large_only)
    else:
        document(table)
        faq_collection(table)
    Console(width=110, highlight=False).print(table.table)
    if not options.large_only:  # of processes of their own: the bot, an app to compare it with, and who asks them
        subprocess.run([sys.executable, "-m", "tests.bench.starts"], check=True)
        subprocess.run([sys.executable, "-m", "tests.bench.lengths"], check=True)
        subprocess.run([sys.executable, "-m", "tests.bench.ledger"], check=True)
        subprocess.run([sys.executable, "-m", "tests.bench.serving"], check=True)
        subprocess.run([sys.executable, "-m", "tests.bench.conversation"], check=True)
        replicas = [sys.executable, "-m", "tests.bench.replicas", "throughput", BRIEF_THROUGHPUT]
        subprocess.run(replicas, check=True)  # where PostgreSQL and nginx are; else it says so
        quick = ["--quick"] if options.quick else []
        subprocess.run([sys.executable, "-m", "tests.bench.digests", *quick], check=True)
    if not options.quick and not options.large_only:  # in a process of its own: its memory is measured
        for count in LARGE_COLLECTIONS:
            subprocess.run([sys.executable, "-m", "tests.bench", "--large-only", str(count)], check=True)


class Rows:
    """The table as it grows: each time in milliseconds, and over the yardstick."""

    def __init__(self, yardstick: float) -> None:
        self._yardstick = yardstick
        self.table = Table(title="速さ（目盛り: 100万回の足し算を素の Python で行う時間）", title_justify="left")
        for at, name in enumerate(("測ったもの", "ミリ秒", "目盛りの何倍", "備考")):
            self.table.add_column(name, justify="left" if at in (0, 3) else "right")
        self.add("目盛り", yardstick)

    def add(self, name: str, milliseconds: float, note: str = "") -> None:
        self.table.add_row(name, f"{milliseconds:,.2f}", f"{milliseconds / self._yardstick:,.3f}", note)

    def add_each(self, name: str, each: Sequence[float], note: str = "") -> None:
        self.add(f"{name} 中央値", float(np.percentile(each, 50)), note)
        self.add(f"{name} 99%点", float(np.percentile(each, 99)))

    def add_beside(self, name: str, ours: Sequence[float], other: str, theirs: Sequence[float]) -> None:
        for at, point in ((50, "中央値"), (99, "99%点")):
            own, reference = float(np.percentile(ours, at)), float(np.percentile(theirs, at))
            self.add(f"{name} {point}", own, f"{other} の {own / reference:.2f} 倍（{reference:,.2f} ms）")


def yardstick_ms() -> float:
    return best_of(5, lambda: sum(at & 7 for at in range(1_000_000)))[0]


def document(rows: Rows) -> None:
    """This strategy: from nothing to an engine, then every question of every set."""
    rows.add("Sudachi の辞書を開く", best_of(1, lambda: tokenize("あ"))[0])
    milliseconds, base = best_of(3, lambda: build(STRATEGY))
    rows.add("戦略の本文から知識ベースを作る", milliseconds)
    with tempfile.TemporaryDirectory() as folder:
        store = KnowledgeStore(Path(folder))
        store.open(STRATEGY)
        rows.add("作ってある知識ベースを読む", best_of(3, lambda: store.open(STRATEGY))[0])
    milliseconds, (phrases, vocabulary) = best_of(3, lambda: (load_phrases(STRATEGY), load_vocabulary.__wrapped__()))
    rows.add("語彙ファイルを読む", milliseconds)
    first, _ = best_of(1, lambda: Engine(Catalog(base), phrases, vocabulary))
    rows.add("索引を作る（起動してはじめて）", first)
    milliseconds, engine = best_of(3, lambda: Engine(Catalog(base), phrases, vocabulary))
    rows.add("索引を作る（同じプロセスで二度目から）", milliseconds)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "prepared"
        kept = Prepared(file, "bench")
        Engine(Catalog(base), phrases, vocabulary, prepared=kept)
        kept.save()
        again, _ = best_of(3, lambda: Engine(Catalog(base), phrases, vocabulary, prepared=Prepared(file, "bench")))
        rows.add("索引を読む（保存したあとの起動）", again, "目安は50ミリ秒")
    questions = [question.text for some in question_sets().values() for question in some]
    rows.add_each("質問に答える", each_ms(engine.answer, questions), f"{len(questions)}問、2回の速いほう")
    texts = [f"{r.title} {r.text} {' '.join(r.phrases)}" for _, r, _ in strategy_records(Catalog(base), phrases)]
    plain = each_ms(lambda text: process.extract(text, texts, scorer=fuzz.partial_ratio, limit=10), questions[:100])
    rows.add_each("比較: rapidfuzz partial_ratio", plain, f"{len(texts)}件の本文から探すだけ")


def faq_collection(rows: Rows) -> None:
    records = faq(FAQ_RECORDS)
    milliseconds, index = best_of(1, lambda: SearchIndex.build(records))
    characters = sum(len(record.title) + len(record.text) for record in records)
    rows.add(f"架空の問答 {FAQ_RECORDS:,}件の索引を作る", milliseconds, f"{characters:,}字")
    trigrams = Trigrams(records)
    ours, theirs = in_turn((index.search, trigrams.search), queries(QUERIES))
    rows.add_beside("架空の問答を探す", ours, "SQLite FTS5 trigram", theirs)


def large(rows: Rows, count: int) -> None:
    """Beside bm25s over the words that our own tokenizer finds."""
    records = list(notes(count))
    before, started = peak_mb(), time.process_time()
    index = SearchIndex.build(records)
    seconds, held = time.process_time() - started, peak_mb() - before
    started = time.process_time()
    words = Bm25s(records)
    rows.add(
        f"架空の短文 {count:,}件の索引を作る（CPU）",
        seconds * 1000,
        f"bm25s の {seconds / (time.process_time() - started):.2f} 倍、最大 +{held:,.0f} MB",
    )
    ours, theirs = in_turn((index.search, words.search), queries(QUERIES))
    rows.add_beside("架空の短文を探す", ours, "bm25s", theirs)


class Trigrams:
    """SQLite's full text search over runs of three characters."""

    def __init__(self, records: Sequence[SearchRecord]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("create virtual table record using fts5(title, text, tokenize = 'trigram')")
        self._database.executemany("insert into record values (?, ?)", ((one.title, one.text) for one in records))

    def search(self, query: str) -> object:
        runs = {query[at : at + 3].replace('"', "") for at in range(len(query) - 2)}
        asked = " OR ".join(f'"{run}"' for run in sorted(runs) if len(run) == 3)
        found = "select rowid from record where record match ? order by bm25(record, 2.0, 1.0) limit 10"
        return self._database.execute(found, (asked,)).fetchall() if asked else []


class Bm25s:
    """The bm25s library over content words: built and asked by the tokenizer that SearchIndex uses."""

    def __init__(self, records: Sequence[SearchRecord]) -> None:
        self._index = bm25s.BM25(method="lucene")
        words = [[one.norm for one in lexemes(f"{r.title}\n{r.text}") if one.is_content] for r in records]
        self._index.index(words, show_progress=False)

    def search(self, query: str) -> object:
        words = [one.norm for one in tokenize(query) if one.is_content and one.norm in self._index.vocab_dict]
        return self._index.retrieve([words], k=10, show_progress=False) if words else []


def in_turn(searches: Sequence[Callable[[str], object]], texts: Sequence[str]) -> list[list[float]]:
    """CPU milliseconds of each search for each text: one after the other, the best of three, nothing kept between."""
    times: list[list[float]] = [[] for _ in searches]
    for text in texts:
        best = [math.inf] * len(searches)
        for _ in range(3):
            for at, search in enumerate(searches):
                tokenizer._tokens.cache_clear()
                started = time.process_time()
                search(text)
                best[at] = min(best[at], (time.process_time() - started) * 1000)
        for own, milliseconds in zip(times, best, strict=True):
            own.append(milliseconds)
    return times


def each_ms(do: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """The better of two rounds for each text: what other programs on the machine do is not measured."""
    return [best_of(2, lambda text=text: do(text))[0] for text in texts]  # type: ignore[misc]


def best_of(rounds: int, do: Callable[[], T]) -> tuple[float, T]:
    """(milliseconds of the fastest round, what the last one returned)."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        result = do()
        times.append((time.perf_counter() - started) * 1000)
    return min(times), result


def peak_mb() -> float:
    """The most memory that this process has held; Linux counts in KB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
