"""Several replicas of the real program on one PostgreSQL, behind nginx, killed while they work.

    python -m tests.bench.replicas [10000 1000]       the kill run: three replicas, so many questions and digests
    python -m tests.bench.replicas throughput [1500]  1, 2 and 4 replicas, so many questions each, nobody killed

What Slack repeats after a minute and after five comes after five seconds and after twenty here.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.app.manifest import make_manifest
from bot.app.plans import add_plan
from bot.app.record_checks import STORES
from bot.app.wiring import open_knowledge
from bot.config.settings import Settings
from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope
from bot.sandbox.state import deliveries
from bot.sandbox.state.records import Channel
from bot.sandbox.state.seed import SATO, SUZUKI, TANAKA
from knowledge.model.data_files import shipped_strategies
from knowledge.model.fiscal import JST
from knowledge.storage.copying import copy_records
from knowledge.storage.server import Server, server_at
from tests.bot.digest_world import schedule
from tests.e2e.conftest import Program
from tests.patience import PATIENCE_S
from tests.postgres import Cluster, running_cluster, wait_for
from tests.program import Programs, started_programs
from tests.stand_in import Slack

NO_BALANCER = "nginx がないため、飛ばしました。"
SOON_AGAIN = (0.0, 5.0, 20.0)
CHANNELS = 40
QUESTIONS = ("定住誘導推進事業とは？", "人口の目標は？", "待機児童数の目標値は？", "移住支援の事業は？", "MICEとは")
SLACK_WAITS_S = 10.0  # longer than Slack does: what is measured is not how fast this machine is
LATEST_S = 420.0  # by when all is done after the last kill
AHEAD_S = 20.0  # of the first slot


@dataclass(frozen=True, kw_only=True)
class Run:
    """`kill_every_s` and `restart_every_s`: of a replica, and of the server; 0 for never."""

    replicas: int = 3
    questions: int = 10_000
    slots: int = 1_000
    at_once: int = 40
    kill_every_s: float = 8.0
    restart_every_s: float = 25.0
    seed: str = "replicas"


@dataclass
class Seen:
    """What happened. `seconds`: until the last question was answered; `database`: its share of that, 0 to 1."""

    kills: int = 0
    restarts: int = 0
    lost: int = 0
    given_up: int = 0  # by Slack: never acknowledged, however often it was sent
    doubled: int = 0
    exceptions: int = 0
    seconds: float = 0.0
    statements: int = 0
    database_s: float = 0.0
    log: list[str] = field(default_factory=list, repr=False)

    @property
    def is_whole(self) -> bool:
        return (self.lost, self.doubled, self.exceptions) == (0, 0, 0)


def run(asked: Run, programs: Programs, folder: Path) -> Seen:
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip(NO_BALANCER)
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster("shared_preload_libraries=pg_stat_statements"))
        slack = stack.enter_context(Slack(make_manifest(has_agent=True), deadline_s=SLACK_WAITS_S, rate_limits=False))
        stack.enter_context(_soon_again())
        return _Trial(asked, programs, folder, cluster, slack, nginx, stack).done()


@contextmanager
def _soon_again() -> Iterator[None]:
    kept, deliveries.RETRY_AFTER = deliveries.RETRY_AFTER, SOON_AGAIN
    try:
        yield
    finally:
        deliveries.RETRY_AFTER = kept


class _Trial:
    def __init__(
        self,
        asked: Run,
        programs: Programs,
        folder: Path,
        cluster: Cluster,
        slack: Slack,
        nginx: str,
        stack: ExitStack,
    ) -> None:
        self._asked, self._programs, self._folder, self._cluster, self._slack = asked, programs, folder, cluster, slack
        self._stack, self._dice, self._seen = stack, Random(asked.seed), Seen()
        self._nginx = nginx
        self._channels = [self._channel(number) for number in range(CHANNELS)]
        self._server: Server = server_at(cluster.url)
        self._over = threading.Event()
        self._sent: dict[tuple[str, str], tuple[deliveries.Delivery, ...]] = {}

    def done(self) -> Seen:
        _prepared(self._folder / "start", self._server)
        due = self._add_schedules()
        ports = [self._port() for _ in range(self._asked.replicas)]
        replicas = [_Replica(self, number, port) for number, port in enumerate(ports)]
        for each in replicas:
            each.start()
            self._stack.callback(each.end)
        self._slack.deliver_to(f"http://127.0.0.1:{self._balancer(ports)}/slack/events")
        self._count_statements()
        killing = threading.Thread(target=self._kill, args=(replicas,))
        killing.start()
        begun = time.monotonic()
        said = self._ask()
        self._seen.seconds = time.monotonic() - begun
        time.sleep(max(0.0, due.timestamp() + 5 - time.time()) if self._asked.slots else 0.0)
        self._over.set()
        killing.join()
        self._wait_for_all(said)
        self._judge(said)
        self._take_statements()
        for each in replicas:
            each.end()
        self._seen.log = [line for each in replicas for line in each.logs]
        self._seen.exceptions = "".join(self._seen.log).count("Traceback")
        return self._seen

    # What is asked and what is due.

    def _channel(self, number: int) -> str:
        id = f"C{number:03}BENCH"
        workspace = self._slack.workspace
        workspace.put(Channel(id=id, name=f"課{number}", members=(SATO, SUZUKI, TANAKA, workspace.bot_user)))
        return id

    def _add_schedules(self) -> datetime:
        """All due within the minutes to come; the last moment."""
        store = DigestStore(self._server)
        first = (datetime.now(JST) + timedelta(seconds=AHEAD_S + 60)).replace(second=0, microsecond=0)
        minutes = max(1, self._asked.slots // 250)
        for number in range(self._asked.slots):
            due = first + timedelta(minutes=number % minutes)
            rule = Recurrence(rhythm="daily", at=due.time(), on_closed="post")
            before = first - timedelta(hours=1)
            store.add(
                schedule(
                    f"s{number}",
                    rule=rule,
                    scope=DigestScope("goal", ("g1",)),
                    layout="short",
                    channel_id=self._channels[number % CHANNELS],
                    created_at=before,
                    updated_at=before,
                    since=before,
                )
            )
        return first + timedelta(minutes=minutes - 1)

    def _ask(self) -> set[tuple[str, str]]:
        """As many at once as there are channels; the channel and ts of each."""
        sato, said, waiting = self._slack.person(SATO), set[tuple[str, str]](), set[tuple[str, str]]()
        for number in range(self._asked.questions):
            channel = self._channels[number % CHANNELS]
            sent = sato.mention(channel, QUESTIONS[number % len(QUESTIONS)])
            said.add((channel, sent.message.ts))
            waiting.add((channel, sent.message.ts))
            self._sent[channel, sent.message.ts] = sent.deliveries
            while len(waiting) >= self._asked.at_once * (
                10 if self._seen.kills else 1
            ):  # of one killed some take longer
                waiting -= self._answers().keys()
                if len(waiting) >= self._asked.at_once:
                    time.sleep(0.05)
        ends_at = time.monotonic() + LATEST_S
        while not said <= self._answers().keys() and time.monotonic() < ends_at:
            time.sleep(0.2)
        return said

    def _answers(self) -> Counter[tuple[str, str]]:
        posted = self._slack.posted()
        return Counter((each.channel, each.thread_ts) for each in posted if each.thread_ts and _slot_of(each) is None)

    def _slots(self) -> Counter[tuple[str, int]]:
        return Counter(slot for each in self._slack.posted() if (slot := _slot_of(each)) is not None)

    def _wait_for_all(self, said: set[tuple[str, str]]) -> None:
        store, ends_at = DigestStore(self._server), time.monotonic() + LATEST_S
        ids = [f"s{number}" for number in range(self._asked.slots)]
        while time.monotonic() < ends_at:
            ids = [id for id in ids if not all(slot.is_settled for slot in store.slots(id)) or not store.slots(id)]
            if not ids and said <= self._answers().keys():
                return
            time.sleep(1.0)

    def _judge(self, said: set[tuple[str, str]]) -> None:
        answers, posted, store = self._answers(), self._slots(), DigestStore(self._server)
        slots = [slot for number in range(self._asked.slots) for slot in store.slots(f"s{number}")]
        wanted = {(slot.key, part) for slot in slots for part in range(slot.parts)}
        unsettled = self._asked.slots - sum(slot.state == "recorded" for slot in slots)
        given_up = {each for each in said - answers.keys() if not self._is_acknowledged(each)}
        self._seen.given_up = len(given_up)
        self._seen.lost = len(said - answers.keys() - given_up) + len(wanted - posted.keys()) + unsettled
        self._seen.doubled = answers.total() - len(answers) + posted.total() - len(wanted & posted.keys())

    def _is_acknowledged(self, said: tuple[str, str]) -> bool:
        return any(each.outcome is None or each.outcome.acknowledged for each in self._sent[said])

    # What goes wrong meanwhile.

    def _kill(self, replicas: "Sequence[_Replica]") -> None:
        asked, now = self._asked, time.monotonic()
        kill_at = now + asked.kill_every_s if asked.kill_every_s else float("inf")
        restart_at = now + asked.restart_every_s if asked.restart_every_s else float("inf")
        while not self._over.wait(0.1):
            now = time.monotonic()
            if now >= kill_at:
                each = self._dice.choice(replicas)
                each.kill()
                self._seen.kills += 1
                self._over.wait(self._dice.uniform(0.0, 2.0))
                each.start()
                kill_at = time.monotonic() + asked.kill_every_s * self._dice.uniform(0.5, 1.5)
            if now >= restart_at:
                self._cluster.stop(self._dice.choice(("INT", "QUIT")))
                self._over.wait(self._dice.uniform(0.0, 2.0))
                self._cluster.start()
                self._seen.restarts += 1
                restart_at = time.monotonic() + asked.restart_every_s * self._dice.uniform(0.5, 1.5)

    # What stands around it.

    def _port(self) -> int:
        import socket

        with socket.create_server(("127.0.0.1", 0)) as bound:
            port: int = bound.getsockname()[1]
            return port

    def _balancer(self, ports: Sequence[int]) -> int:
        port, folder = self._port(), self._folder / "nginx"
        folder.mkdir()
        servers = " ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=1s;" for each in ports)
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
            "events { worker_connections 512; }\n"
            f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            f"upstream replicas {{ {servers} }}\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://replicas;\n"
            "proxy_next_upstream error timeout http_502 http_503 http_504 non_idempotent; proxy_connect_timeout 1s;\n"
            "proxy_next_upstream_timeout 3s; }"
            " } }\n"
        )
        command = [self._nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
        nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._stack.callback(nginx.wait, PATIENCE_S)
        self._stack.callback(nginx.terminate)
        return port

    def _count_statements(self) -> None:
        with self._server.connections.apart() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public")
            connection.execute("SELECT public.pg_stat_statements_reset()")

    def _take_statements(self) -> None:
        with self._server.connections.apart() as connection:
            found = connection.execute(
                "SELECT sum(calls), sum(total_exec_time) / 1000 FROM public.pg_stat_statements"
            ).fetchone()
        if found:
            self._seen.statements, self._seen.database_s = int(found[0] or 0), float(found[1] or 0)

    @property
    def environment(self) -> dict[str, str]:
        return {"SENRYAKU_DATABASE_URL": self._cluster.url}


class _Replica:
    def __init__(self, trial: _Trial, number: int, port: int) -> None:
        self._trial, self._port = trial, port
        self._data = trial._folder / f"replica-{number}"
        shutil.copytree(trial._folder / "start" / "prepared", self._data / "prepared")
        self._program: Program | None = None
        self.logs: list[str] = []

    def start(self) -> None:
        words = ("serve", "--http", "--port", str(self._port))
        trial = self._trial
        self._program = Program(trial._programs, trial._slack, self._data, *words, **trial.environment)
        wait_for(self._is_up, "a replica does not start")

    def _is_up(self) -> bool:
        return self._program is not None and (
            "listening on" in self._program.log or self._program.process.poll() is not None
        )

    def kill(self) -> None:
        if self._program:
            self._program.kill()
            self._program.close()
            self.logs.append(self._program.log)
            self._program = None

    def end(self) -> None:
        if self._program:
            self._program.stop()
            self._program.close()
            self.logs.append(self._program.log)
            self._program = None


def _slot_of(message: object) -> tuple[str, int] | None:
    payload = (getattr(message, "metadata", None) or {}).get("event_payload", {})
    return (payload["slot"], payload["part"]) if "slot" in payload else None


def _prepared(folder: Path, server: Server) -> None:
    """A data folder as the first start leaves it, and its records on the server."""
    settings = Settings(data=folder)
    add_plan(settings, shipped_strategies()[0])
    open_knowledge(settings, records=False)
    copy_records(folder, server, tuple(STORES))


def main(words: Sequence[str]) -> None:
    numbers = [int(word.replace(",", "")) for word in words if word.replace(",", "").isdecimal()]
    try:
        with started_programs() as programs:
            if "throughput" in words:
                _throughput(programs, *numbers[:1])
            else:
                _kill_run(programs, Run(**dict(zip(("questions", "slots"), numbers, strict=False))))  # type: ignore[arg-type]
    except pytest.skip.Exception as skipped:
        print(skipped.msg)  # noqa: T201


def _throughput(programs: Programs, questions: int = 1_500) -> None:
    print("| 台数 | 質問/秒 | 質問あたりの SQL | データベースの時間の割合 |\n|---|---|---|---|")  # noqa: T201
    for replicas in (1, 2, 4):
        asked = Run(replicas=replicas, questions=questions, slots=0, kill_every_s=0, restart_every_s=0)
        seen = _run_in_its_own_folder(asked, programs)
        a_second, statements, share = (
            questions / seen.seconds,
            seen.statements / questions,
            seen.database_s / seen.seconds,
        )
        print(f"| {replicas} | {a_second:.0f} | {statements:.0f} | {share:.0%} |", flush=True)  # noqa: T201
        assert seen.is_whole, seen


def _kill_run(programs: Programs, asked: Run) -> None:
    seen = _run_in_its_own_folder(asked, programs)
    print(  # noqa: T201
        "| 台数 | 質問 | 定期配信 | kill -9 | サーバーの停止 | 失われた | 二重 | Slack が諦めた | 例外 | 秒 |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n"
        f"| {asked.replicas} | {asked.questions:,} | {asked.slots:,} | {seen.kills:,} | {seen.restarts:,} | "
        f"{seen.lost:,} | {seen.doubled:,} | {seen.given_up:,} | {seen.exceptions:,} | {seen.seconds:,.0f} |"
    )
    if not seen.is_whole:
        sys.exit("".join(seen.log))


def _run_in_its_own_folder(asked: Run, programs: Programs) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        return run(asked, programs, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
