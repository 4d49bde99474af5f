"""Settings that are read from environment variables, or from a file of them: `.env` in the current folder, or the one
that a variable names.
"""

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.config.errors import BotError

PREFIX = "SENRYAKU_"
ENV_FILE = Path(".env")
NAMED_FILE = f"{PREFIX}ENV_FILE"


class EnvironmentSettings(BaseModel):
    """Each field is a variable: its alias, else its name behind the prefix, in letters of any case.

    What is given by name wins over the environment, and the environment over the file. An empty variable is none.
    UnicodeDecodeError for a file that is no UTF-8, ValidationError for a value that cannot be read.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, arbitrary_types_allowed=True)

    def __init__(self, **given: Any) -> None:
        variables = {name.upper(): value for name, value in {**_of_file(), **os.environ}.items() if value}
        named = {name: variables.get(variable_of(type(self), name)) for name in type(self).model_fields}
        super().__init__(**{name: value for name, value in named.items() if value is not None} | given)


def variable_of(settings: type[EnvironmentSettings], name: str) -> str:
    """The variable of a field."""
    return str(settings.model_fields[name].validation_alias or f"{PREFIX}{name.upper()}")


def _of_file() -> dict[str, str | None]:
    named = os.environ.get(NAMED_FILE)
    file = Path(named) if named else ENV_FILE
    if not file.is_file():
        if named:
            raise BotError(f"設定のファイル「{file}」がありません。{NAMED_FILE} の書き方を確かめてください。")
        return {}
    from dotenv import dotenv_values

    return dict(dotenv_values(file, encoding="utf-8"))
