"""`make soak`: whether a test depends on how busy the machine is. Runs everything beside a busy loop on every core."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = [sys.executable, "-c", "while True: pass"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__, allow_abbrev=False)
    parser.add_argument("--runs", type=int, default=5)
    options, rest = parser.parse_known_args()  # the rest goes to pytest
    failed = 0
    with busy_machine():
        for number in range(1, options.runs + 1):
            started = time.monotonic()
            code = subprocess.run([sys.executable, "-m", "pytest", *rest], check=False).returncode
            failed += code != 0
            sys.stderr.write(f"{number} / {options.runs}: {'×' if code else '○'} {time.monotonic() - started:.0f} 秒\n")
    sys.exit(min(failed, 1))


@contextmanager
def busy_machine() -> Iterator[None]:
    running = [subprocess.Popen(BUSY) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
