"""Settings that are read from environment variables, or from a file of them: `.env` in the current folder."""

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

PREFIX = "SENRYAKU_"
ENV_FILE = Path(".env")


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
    if not ENV_FILE.is_file():
        return {}
    from dotenv import dotenv_values

    return dict(dotenv_values(ENV_FILE, encoding="utf-8"))
