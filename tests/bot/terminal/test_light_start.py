"""What a command loads, in a process of its own: which modules, never how long it takes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
LOADED = """
import sys
from bot.terminal.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code, ended.code
print(*sys.modules, file=sys.stderr)
"""
SERVED = "import sys, bot.terminal.cli, bot.terminal.cli_serve, bot.app.serve; print(*sys.modules, file=sys.stderr)"
OF_THE_PLAN = {"numpy", "rapidfuzz", "sudachipy", "pydantic", "tinydb", "filelock", "tomllib"}
OF_OTHERS = {
    "slack_sdk",
    "slack_bolt",
    "openpyxl",
    "pdfplumber",
    "pypdfium2",
    "typst",
    "jinja2",
    "starlette",
    "prometheus_client",
    "mcp",
    "asyncio",
}
OWN = {
    "knowledge": {"knowledge.model", "knowledge.model.errors", "knowledge.model.normalize"},
    "bot": {"bot.config", "bot.terminal"},
}


QUESTION = ("ask", "移住支援の事業は？")
NO_ANSWER_NEEDS = {
    "asyncio", "pydantic", "tomllib", "snowballstemmer", "pydantic_settings", "dotenv",
    "knowledge.reading", "knowledge.files", "knowledge.indicators.review", "knowledge.indicators.exporting",
    "knowledge.indicators.validation", "knowledge.indicators.sheets",
    "bot.slack", "bot.digests", "bot.delivery", "bot.documents", "bot.views", "bot.features", "bot.listeners",
    "bot.rights", "bot.blockkit", "bot.sandbox", "bot.values.entry", "bot.config.slack_settings",
}  # fmt: skip


NO_SOCKET_NEEDS = {
    "pydantic", "openpyxl", "pdfplumber", "pypdfium2", "typst", "jinja2", "starlette", "uvicorn", "anyio", "h11",
    "rich.console", "rich.text", "snowballstemmer", "dotenv", "pydantic_settings",
    "knowledge.files", "knowledge.reading", "bot.sandbox", "bot.app.http_mode", "bot.app.doctor", "bot.app.manifest",
    "bot.documents.workbook_out", "bot.documents.sheet", "bot.api.server",
    "multiprocessing", "bot.terminal.cli_privacy", "knowledge.storage.archive",
    "knowledge.indicators.validation", "knowledge.model.cell_tokens",
}  # fmt: skip


def loaded(folder: Path, *arguments: str) -> set[str]:
    return modules_of(LOADED, "--data", str(folder), *arguments)


def modules_of(program: str, *arguments: str) -> set[str]:
    code = [sys.executable, "-c", program, *arguments]
    ran = subprocess.run(code, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return set(ran.stderr.decode().split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_a_help_page_and_the_release_load_nothing_of_the_plan_or_slack(tmp_path: Path, arguments: tuple[str]) -> None:
    modules = loaded(tmp_path, *arguments)
    assert not {name.split(".")[0] for name in modules} & {*OF_THE_PLAN, *OF_OTHERS, "asyncio"}
    assert {name for name in modules if name.startswith("knowledge.")} <= OWN["knowledge"]
    assert {".".join(name.split(".")[:2]) for name in modules if name.startswith("bot.")} == OWN["bot"]
    assert not {name for name in modules if name.startswith("bot.terminal.cli_")}


def test_a_question_loads_nothing_that_reads_plans_serves_slack_or_makes_files(
    tmp_path: Path, started_before: Path
) -> None:
    shutil.copytree(started_before, tmp_path / "var")
    loaded(tmp_path / "var", *QUESTION)  # a first start makes what is kept
    modules = loaded(tmp_path / "var", *QUESTION)
    assert "knowledge.answers.engine" in modules
    assert modules & (OF_OTHERS | NO_ANSWER_NEEDS) == set()


def test_the_bot_on_a_socket_loads_nothing_that_only_http_the_trial_or_files_need() -> None:
    modules = modules_of(SERVED)
    assert "bot.app.registrations" in modules
    assert modules & NO_SOCKET_NEEDS == set()
