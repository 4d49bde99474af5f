"""Run by tests/program: imports the program once, then forks one for each request until nobody can ask any more."""

import gc
import json
import os
import socket
import sys
from contextlib import suppress
from datetime import date
from typing import Any

import bot.app.doctor
import bot.app.http_mode
import bot.app.serve
import bot.app.services
import bot.delivery.loop
import bot.documents.workbook_out
import bot.sandbox.page.files
import bot.sandbox.run  # the commands import these when they need them
from bot.terminal.cli import main
from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import shipped_strategies
from knowledge.reading.build import build
from tests.patience import PATIENCE_S

MOST_BYTES = 200_000
DEADLINE = "LOOK_UPS_S"  # in the environment of a program


def read_what_all_read() -> None:
    """The dictionary's words, the vocabulary, patterns: half of what a program does before it can be asked anything."""
    [strategy] = shipped_strategies()
    engine = Engine(Catalog(build(strategy)), load_phrases(strategy), load_vocabulary())
    bot.app.serve.warm(engine, date(2024, 6, 3))


def next_program(door: socket.socket) -> dict[str, Any] | None:
    """None when it is over; else this process is a fork now, and the one that was asked for."""
    while True:
        asked, fds, _, _ = socket.recv_fds(door, MOST_BYTES, 4)
        with suppress(ChildProcessError):  # there is none
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass  # one of those who wait for a program has ended along with it
        if not asked:
            return None
        if os.fork() == 0:
            door.close()
            child = os.fork()
            if child:
                _tell_of(child, fds)
            for number, fd in enumerate(fds[:3]):
                os.dup2(fd, number)
            for fd in fds:
                os.close(fd)
            made: dict[str, Any] = json.loads(asked)
            return made
        for fd in fds:
            os.close(fd)


def _tell_of(child: int, fds: list[int]) -> None:
    """The number of the process, then its exit code."""
    *files, tells = fds
    for fd in files:
        os.close(fd)
    os.write(tells, f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    os.write(tells, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    read_what_all_read()
    gc.freeze()  # no fork looks through this again
    bot.app.serve.FIRST_QUESTIONS = ()  # every program that serves would take a second for them
    program = next_program(socket.socket(fileno=int(sys.argv[1])))
    if program is not None:
        sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115  # these have no path and stay open
        sys.stderr = open(2, "w", buffering=1, errors="backslashreplace")  # noqa: SIM115
        os.environ.clear()
        # Slack waits for three seconds; the stand-in of the tests waits longer, but where a deadline is what is tested
        bot.app.services.LOOK_UPS_S = int(program["environment"].pop(DEADLINE, PATIENCE_S))
        os.environ.update(program["environment"])
        os.chdir(program["folder"])
        main(program["arguments"])
