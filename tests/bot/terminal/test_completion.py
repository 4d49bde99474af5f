"""Tab in a shell: bash asks the installed command itself; what zsh shows beside a command is Japanese."""

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.process
COMMAND = Path(sys.executable).parent / "senryaku"
TAB = """
export PATH={path}:$PATH SHELL=/bin/bash
{script}
COMP_WORDS=({words}) COMP_CWORD={at}
$(complete -p senryaku | sed 's/.*-F \\([^ ]*\\) .*/\\1/') senryaku
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def bash(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    found = shutil.which("bash")
    if found is None:
        pytest.skip("bash がないため、補完の検査を飛ばします")
    env = {**os.environ, "HOME": str(home), "SHELL": found}
    return subprocess.run([found, "--norc", "-c", script], env=env, text=True, capture_output=True, check=False)


@cache
def shown_script() -> str:
    """What a new bash evaluates: of `--show-completion`, once for all."""
    ran = bash(f"{shlex.quote(str(COMMAND))} --show-completion; true", Path.home())
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def completed(home: Path, *words: str) -> list[str]:
    path = shlex.quote(str(COMMAND.parent))
    script = TAB.format(path=path, script=shown_script(), words=shlex.join(words), at=len(words) - 1)
    ran = bash(script, home)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("senryaku", "k"), ["kb", "kpi"]),
        (("senryaku", "kb", "l"), ["list", "lines"]),
        (("senryaku", "kpi", "list", "--pa"), ["--package"]),
        (("senryaku", "--ver"), ["--version"]),
        (("senryaku", "kpi", "list", "--state", "達"), ["達成"]),
        (("senryaku", "digest", "preview", "--scope", "un"), ["unrecorded"]),
    ],
)
def test_bash_completes_commands_and_options(tmp_path: Path, words: tuple[str, ...], found: list[str]) -> None:
    assert sorted(completed(tmp_path, *words)) == sorted(found)


def test_tab_in_a_terminal_writes_the_rest_of_the_word(tmp_path: Path) -> None:
    """Of a command, of an option, and of what may stand behind it, as bash itself does it."""
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    process, terminal = pty.fork()
    if process == 0:
        here = {"HOME": str(tmp_path), "PATH": path, "TERM": "dumb", "LANG": "C.UTF-8"}
        os.execvpe("bash", ["bash", "--norc", "--noprofile"], here)
    (tmp_path / "script").write_text(shown_script(), encoding="utf-8")
    try:
        for typed, shown in [
            (f". {tmp_path / 'script'}; echo re''ady\n", "ready"),
            ("senryaku kp\t", "senryaku kpi "),
            ("list --sta\t", "list --state "),
            ("達\t", "達成 "),
        ]:
            os.write(terminal, typed.encode())
            read_until(terminal, shown)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def read_until(terminal: int, words: str) -> None:
    told = b""
    while words.encode() not in told:
        ready, _, _ = select.select([terminal], [], [], PATIENCE_S)
        assert ready, told.decode(errors="replace")
        told += os.read(terminal, 4096)


def test_bash_completes_ids_of_what_is_there_and_makes_nothing(tmp_path: Path, strategy_folder: Path) -> None:
    data = tmp_path / "var"
    where = ("--data", str(data), "--strategy", str(strategy_folder))
    assert completed(tmp_path, "senryaku", *where, "kpi", "show", "k3-3") == []
    assert not data.exists()
    subprocess.run([COMMAND, *where, "ask", "空き家"], check=True, capture_output=True)
    assert completed(tmp_path, "senryaku", *where, "kpi", "show", "k3-3") == ["k3-3"]
    assert completed(tmp_path, "senryaku", *where, "sheet", "pkg3") == ["pkg3"]
    assert completed(tmp_path, "senryaku", *where, "digest", "preview", "--scope", "g5") == ["g5", "g5-t1", "g5-t2"]


@pytest.mark.usefixtures("first_start")
def test_the_script_of_a_named_shell_is_printed_whatever_shell_one_is_in(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    assert run("--show-completion", "zsh").out.startswith("#compdef senryaku")
    assert "complete -o" in run("--show-completion").out
    refused = run("--show-completion", "tcsh")
    assert (refused.code, refused.out) == (1, "")
    assert "bash・zsh・fish" in refused.err


def test_installing_it_says_where_and_a_new_bash_has_it(tmp_path: Path) -> None:
    ran = bash(f"{shlex.quote(str(COMMAND))} --install-completion; true", tmp_path)
    written = tmp_path / ".bash_completions" / "senryaku.sh"
    assert ran.stderr == f"bash の補完を {written} に置きました。端末を開き直すと、Tab キーで続きを補えます。\n"
    assert "senryaku" in bash("source ~/.bashrc; complete -p senryaku", tmp_path).stdout
    assert not (tmp_path / "var").exists()


def test_zsh_is_told_in_japanese_and_in_full(tmp_path: Path) -> None:
    shown = {}
    for typed in ("senryaku kpi ", "senryaku kpi list --"):
        env = {**os.environ, "_SENRYAKU_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": typed, "HOME": str(tmp_path)}
        shown[typed] = subprocess.run([COMMAND], env=env, text=True, capture_output=True, check=True).stdout
    assert '"import":"表計算ファイルの実績値を取り込みます。--apply' in shown["senryaku kpi "]
    assert '"--help":"この説明を表示します"' in shown["senryaku kpi list --"]
    for text in shown.values():
        lines = text.strip().split("\n")
        assert all(line.count('"') in (4, 5) for line in lines)  # no description goes over a line's end
        assert "..." not in text
        assert "Show" not in text


@pytest.mark.usefixtures("first_start")
def test_an_unknown_shell_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("sh", "/bin/sh"))
    monkeypatch.setenv("SHELL", "/bin/sh")
    ran = run("--show-completion")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "お使いのシェルを判別できません。補完は bash・zsh・fish で使えます。\n"
