"""Every setting has a line in the one table, and docs/settings.md shows that table."""

from pathlib import Path

import pytest

from bot.config import BotError
from bot.config.progress_settings import ProgressSettings
from bot.config.settings import Settings, read_settings
from bot.config.settings_table import settings_table
from bot.config.slack_settings import SlackSettings, read_slack_settings
from tests.bot.conftest import Run

SETTINGS = Path(__file__).parents[3] / "docs" / "settings.md"


def as_markdown() -> str:
    """As the document shows it."""
    rows = [
        f"| `{row.name}` | {row.default} | {row.description.replace('|', chr(92) + '|')} |" for row in settings_table()
    ]
    return "\n".join(["| 環境変数 | 既定 | 説明 |", "|---|---|---|", *rows])


def test_every_field_of_every_setting_is_in_the_table_once() -> None:
    rows = list(settings_table())
    fields = {*Settings.fields(), *SlackSettings.fields(), *ProgressSettings.fields()}
    assert len({row.name for row in rows}) == len(rows) == len(fields)
    for row in rows:
        assert row.default
        assert row.description.endswith("。")


def test_the_documents_show_the_table_of_the_code() -> None:
    assert f"\n\n{as_markdown()}\n\n" in SETTINGS.read_text(encoding="utf-8"), as_markdown()


def test_the_doctor_prints_it(run: Run) -> None:
    out = run("doctor", "--settings").out
    for row in settings_table():
        assert f"{row.name}（既定: {row.default}）\n    {row.description}" in out


def test_no_default_is_a_secret_and_none_is_printed(run: Run) -> None:
    assert "xoxb-…" in as_markdown()
    assert {row.default for row in settings_table() if row.name.startswith("SLACK_")} == {
        "なし",
        SlackSettings.fields()["api_base_url"].default,
    }


@pytest.mark.parametrize("name", ["SLACK_API_BASE_URL", "SENRYAKU_WORKERS"])
def test_a_value_that_cannot_be_read_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "secret nonsense")
    with pytest.raises(BotError, match=f"設定 {name} の値") as told:
        read_slack_settings()
    assert "secret" not in str(told.value)


def test_settings_are_read_from_a_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "SLACK_BOT_TOKEN=xoxb-of-the-file\nSENRYAKU_WORKERS=3\nSENRYAKU_DATA=elsewhere\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SENRYAKU_WORKERS", "4")
    monkeypatch.setattr("bot.config.environment.ENV_FILE", Path(".env"))  # which other tests do not read
    settings = read_slack_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "xoxb-of-the-file"
    assert settings.workers == 4
    assert read_settings().data == Path("elsewhere")


def test_a_file_that_is_named_is_read_wherever_one_is_and_missed_where_it_is_not(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings of the server"
    file.write_text("SENRYAKU_PLAN=elsewhere\nSLACK_BOT_TOKEN=xoxb-of-the-file\n", encoding="utf-8")
    monkeypatch.setenv("SENRYAKU_ENV_FILE", str(file))
    assert read_settings().plan == "elsewhere"
    assert read_slack_settings().bot_token is not None
    file.unlink()
    ran = run("doctor")
    assert (ran.code, ran.out) == (1, "")
    assert ran.is_one_line
    assert str(file) in ran.err
