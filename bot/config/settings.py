"""What the environment and the command line decide. Read once, at the rim."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.config.clock import Clock, clock_at
from bot.config.environment import BadSettingError, SecretStr, secret, setting, text
from bot.config.errors import UnreadableFileError, WrongCallError
from bot.config.progress_settings import PROGRESS_EXAMPLE, ProgressSettings
from knowledge.model import JST
from knowledge.model.fiscal import OF_NOW

WORKSPACE_ID = re.compile(r"^T[A-Z0-9]{2,40}$")


def parse_moment(given: str | datetime) -> datetime:
    """ISO 8601; 「2024-06-03」 and 「2024-06-03T09:00」 are read as Tokyo time. ValueError for anything else, and for
    years so far away that there is none before or after them.
    """
    moment = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    if moment.year not in OF_NOW:
        raise ValueError(given)
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


class Settings(ProgressSettings):
    """Each field is an option (`--data`) or an environment variable (`SENRYAKU_DATA`); the option wins.

    How progress is judged comes from the environment alone (progress_settings.py).
    """

    data: Path = setting(Path("var"), "データの置き場所（--data）。ほかの場所には何も書き込みません。", Path)
    database_url: SecretStr | None = setting(
        None,
        "記録を置く PostgreSQL の場所（postgresql://ユーザー名:パスワード@ホスト:5432/データベース名）。"
        "何台かで同じボットを動かすときに使います。なければ、データの置き場所に記録します。",
        secret,
    )
    workspace: str | None = setting(
        None,
        "いくつものワークスペースで使うときに、命令の対象にするワークスペースの ID（--workspace）。例 T012ABC。",
        text(WORKSPACE_ID.pattern),
    )
    now: datetime | None = setting(
        None, "今とみなす日時（--now）。試すときに使います。例 2024-06-03T09:00+09:00。", parse_moment
    )
    env_file: Path = setting(Path(".env"), "設定を読むファイル。これだけは、ファイルでなく環境変数に書きます。", Path)
    strategy: Path | None = setting(
        None,
        "戦略の本文か、そのフォルダー（--strategy）。なければ最後に kb build したもの、または同梱のもの。",
        Path,
    )
    plan: str | None = setting(
        None,
        "いくつもの計画があるときに、命令の対象にする計画の ID（--plan）。なければ kb use で選んだもの、"
        "または、いま計画期間にあるもの。",
    )

    @property
    def clock(self) -> Clock:
        return clock_at(self.now)

    @property
    def today(self) -> date:
        """Tokyo's."""
        return self.clock().astimezone(JST).date()

    @property
    def own_folder(self) -> Path:
        """What the workspace keeps on this machine, beside its records; without one the data folder itself."""
        return self.data / "workspaces" / self.workspace if self.workspace else self.data


def read_settings(**options: Any) -> Settings:
    """The environment with the options that were given on top. BotError when a value or `.env` cannot be read."""
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except UnicodeDecodeError:
        raise UnreadableFileError from None
    except BadSettingError as error:
        name = error.field
        example = {"now": "2024-06-03T09:00+09:00 のように", "workspace": "T012ABC のように"}.get(name, "正しい形で")
        if name.startswith("progress"):
            message = f"環境変数 SENRYAKU_{name.upper()} の値を読めません。{PROGRESS_EXAMPLE}"
            raise WrongCallError(message) from None
        if name == "now" and _is_far(error.value):
            years = f"{OF_NOW[0]}年から{OF_NOW[-1]}年まで"
            raise WrongCallError(
                f"--now（SENRYAKU_NOW）の日時は扱える範囲の外です。{years}の日時を指定してください。"
            ) from None
        message = f"--{name}（SENRYAKU_{name.upper()}）の値を読めません。{example}指定してください。"
        raise WrongCallError(message) from None
    if settings.data.is_file():
        told = f"データの置き場所「{settings.data}」は、フォルダーではなくファイルです。"
        raise WrongCallError(f"{told}--data か SENRYAKU_DATA で、フォルダーを指定してください。")
    return settings


def _is_far(text: object) -> bool:
    try:
        return datetime.fromisoformat(str(text)).year not in OF_NOW
    except ValueError:
        return False
