"""Commands that end at once, beside an empty Python in the same run: CPU as a multiple of its, and the most memory."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

ROUNDS = 7
SENRYAKU = [str(Path(sys.executable).with_name("senryaku"))]
QUESTION = "移住支援の事業は？"
TARGETS = {"--help": 15, "--version": 15, "kpi list": None, f"ask {QUESTION}": 45}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "SENRYAKU_DATA": folder}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        empty = [sys.executable, "-c", "pass"]
        calls = {name: [*SENRYAKU, *name.split()] for name in TARGETS}
        for call in calls.values():  # a first start makes what is kept
            used_by(call, environ)
        nothing, used = [], {name: list[tuple[float, float]]() for name in calls}
        for _ in range(ROUNDS):  # by turns: whatever else the machine does meets all of them
            for name, call in calls.items():
                nothing.append(used_by(empty, environ)[0])
                used[name].append(used_by(call, environ))
    table = Table(title="起動（目盛り: 何もしない Python を起動して終えるまでの CPU 時間）", title_justify="left")
    for at, name in enumerate(("命令", "CPU ミリ秒", "目盛りの何倍", "メモリー", "目安")):
        table.add_column(name, justify="left" if at in (0, 4) else "right")
    unit = median(nothing)
    table.add_row("python -c pass", f"{unit:,.1f}", "1.0", "", "")
    for name, each in used.items():
        milliseconds, megabytes = median(one for one, _ in each), max(most for _, most in each)
        target = f"{TARGETS[name]}倍まで" if TARGETS[name] else ""
        table.add_row(name, f"{milliseconds:,.1f}", f"{milliseconds / unit:,.1f}", f"{megabytes:,.0f} MB", target)
    Console(width=110, highlight=False).print(table)


def used_by(call: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """(milliseconds of CPU, MB at most) of a process that is waited for."""
    process = subprocess.Popen(call, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert not process.returncode, call
    most = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return (usage.ru_utime + usage.ru_stime) * 1000, most


if __name__ == "__main__":
    main()
