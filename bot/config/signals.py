"""Ways to ask a running program to end: signals, and 「終了」 typed into its terminal."""

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from knowledge.model import fold

END_WORDS = frozenset({"終了", "exit", "quit", ":q", "bye"})
_LONGEST_LINE = 1000  # bytes


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Set by SIGTERM and SIGINT; a second one ends the program at once. For the main thread."""
    stop = threading.Event()

    def heard(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    before = {number: signal.signal(number, heard) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_on_word(stop: threading.Event) -> None:
    """Sets `stop` when somebody types 「終了」. The end of the input ends nothing: there may never have been one."""
    try:
        source = sys.stdin.fileno()
    except (AttributeError, io.UnsupportedOperation, ValueError):  # no input at all
        return
    if hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)  # in the background, reading fails instead of halting us
    threading.Thread(target=_listen, args=(source, stop), name="end-word", daemon=True).start()


def _listen(source: int, stop: threading.Event) -> None:
    """By the descriptor: a thread that waits in sys.stdin itself would hold its lock when Python ends."""
    line = b""
    with suppress(OSError):
        while read := os.read(source, 1):
            if read != b"\n":
                line = (line + read)[-_LONGEST_LINE:]
            elif fold(line.decode(errors="replace")).strip() in END_WORDS:
                stop.set()
                return
            else:
                line = b""
