"""Run by writers.py: writers of one database, killed with -9 at random moments.

A program of its own, so that forking is cheap and safe: nothing but the database is imported, no thread runs.
All writers note an entry in one file after the insert has returned: those are the acknowledged ones. Between two kills
at least one is noted, however slow the machine is.
"""

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from knowledge.model.errors import BusyStoreError
from knowledge.storage.database import Database

WRITERS = 4
LONGEST_LIFE_S = 0.06  # from before the database is open to some dozens of writes; a fold takes a few ms of it
FOLD_ONE_IN = 15
LOOK_EVERY_S = 0.001


def write_forever(folder: Path, acknowledgements: Path, writer: int) -> None:
    dice = random.Random(writer)
    database = opened(folder)
    table = database.table("actuals")
    with acknowledgements.open("ab", buffering=0) as file:
        for number in range(sys.maxsize):
            note = "あ" * dice.randrange(2_000)  # some lines are longer than a page
            with suppress(BusyStoreError):  # then it is not acknowledged
                id = table.insert({"writer": writer, "number": number, "note": note})
                file.write(f"{id} {writer} {number}\n".encode())
                if dice.randrange(FOLD_ONE_IN) == 0:
                    database.fold()


def opened(folder: Path) -> Database:
    """On a busy machine a lock may be held for longer than anybody waits for it."""
    while True:
        with suppress(BusyStoreError):
            return Database(folder)


def start_writer(folder: Path, acknowledgements: Path, writer: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            write_forever(folder, acknowledgements, writer)
        finally:  # reached by a mistake only: writers end by being killed
            traceback.print_exc()
            os._exit(1)
    return child


def wait_for_a_write(acknowledgements: Path, before: int) -> int:
    """The size of the noted, once there is more than `before`."""
    while (size := acknowledgements.stat().st_size) == before:
        time.sleep(LOOK_EVERY_S)
    return size


def main(folder: Path, acknowledgements: Path, kills: int) -> None:
    dice = random.Random(5)
    writers = iter(range(1, sys.maxsize))
    acknowledgements.touch()
    running = [start_writer(folder, acknowledgements, next(writers)) for _ in range(WRITERS)]
    try:
        kill_by_turns(running, writers, dice, folder, acknowledgements, kills)
    finally:
        for child in running:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def kill_by_turns(
    running: list[int],
    writers: Iterator[int],
    dice: random.Random,
    folder: Path,
    acknowledgements: Path,
    kills: int,
) -> None:
    noted = wait_for_a_write(acknowledgements, 0)
    for killed in range(1, kills + 1):
        time.sleep(dice.uniform(0, LONGEST_LIFE_S))  # the random moment is what this program is for
        victim = running.pop(dice.randrange(WRITERS))
        os.kill(victim, signal.SIGKILL)
        _, status = os.waitpid(victim, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"a writer failed before it was killed (kill {killed})")
        running.append(start_writer(folder, acknowledgements, next(writers)))
        noted = wait_for_a_write(acknowledgements, noted)


main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
