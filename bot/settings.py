"""What the environment and the command line decide. Read once, at the rim."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import WrongCallError
from knowledge import JST


def parse_moment(text: str | datetime) -> datetime:
    """ISO 8601; 「2024-06-03」 and 「2024-06-03T09:00」 are read as Tokyo time. ValueError for anything else."""
    moment = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


class Settings(BaseSettings):
    """Each field is an option (`--data`) or an environment variable (`SENRYAKU_DATA`); the option wins."""

    model_config = SettingsConfigDict(env_prefix="SENRYAKU_", frozen=True, env_ignore_empty=True)

    data: Path = Path("var")
    now: Annotated[datetime, BeforeValidator(parse_moment)] | None = None
    strategy: Path | None = None


def read_settings(**options: Any) -> Settings:
    """The environment with the options that were given on top. WrongCallError when a value cannot be read."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        example = {"now": "2024-06-03T09:00+09:00 のように"}.get(name, "正しい形で")
        message = f"--{name}（SENRYAKU_{name.upper()}）の値を読めません。{example}指定してください。"
        raise WrongCallError(message) from None
