"""Settings that are read from environment variables, or from a file of them: `.env` in the current folder, or the one
that a variable names.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from bot.config.errors import BotError

PREFIX = "SENRYAKU_"
ENV_FILE = Path(".env")
NAMED_FILE = f"{PREFIX}ENV_FILE"
_YES_OR_NO = dict.fromkeys(("1", "true", "t", "yes", "y", "on"), True) | dict.fromkeys(
    ("0", "false", "f", "no", "n", "off"), False
)


class BadSettingError(ValueError):
    """A value that cannot be read, which may be a secret: only the field may be told of."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(field)
        self.field, self.value = field, value


class SecretStr:
    """A token or a password: shown nowhere by mistake."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def get_secret_value(self) -> str:
        return self._secret

    def __bool__(self) -> bool:
        return bool(self._secret)

    def __repr__(self) -> str:
        return "SecretStr('**********')"


class Setting:
    """One field. The variable is its alias, else its name behind the prefix. `read`: as `setting` takes it."""

    def __init__(self, default: Any, description: str, read: Callable[[Any], Any], alias: str | None) -> None:
        self.default, self.description, self._read, self._alias = default, description, read, alias

    def __set_name__(self, owner: type, name: str) -> None:
        self.variable = self._alias or f"{PREFIX}{name.upper()}"

    def read(self, given: Any) -> Any:
        return None if given is None and self.default is None else self._read(given)


def text(pattern: str = "") -> Callable[[Any], str]:
    def read(given: Any) -> str:
        if not isinstance(given, str) or (pattern and not re.fullmatch(pattern, given)):
            raise ValueError
        return given

    return read


def secret(given: Any) -> SecretStr:
    return given if isinstance(given, SecretStr) else SecretStr(_TEXT(given))


_TEXT = text()


def setting(default: Any, description: str, read: Callable[[Any], Any] = _TEXT, *, env: str | None = None) -> Any:
    """A field of settings. `read` takes the text of a variable, or what is the value already; ValueError or TypeError
    for anything else. `env` is the whole name of a variable that others (Slack's own tools) use as well.
    """
    return Setting(default, description, read, env)


def whole_number(least: int, most: int | None = None) -> Callable[[Any], int]:
    def read(given: Any) -> int:
        found = int(given)
        if found < least or (most is not None and found > most):
            raise ValueError
        return found

    return read


def yes_or_no(given: Any) -> bool:
    return given if isinstance(given, bool) else _YES_OR_NO[str(given).lower()]


class EnvironmentSettings:
    """Each field is a `setting`; variables are in letters of any case.

    What is given by name wins over the environment, and the environment over the file. An empty variable is none.
    UnicodeDecodeError for a file that is no UTF-8, BadSettingError for a value that cannot be read.
    """

    def __init__(self, **given: Any) -> None:
        variables = {name.upper(): value for name, value in {**_of_file(), **os.environ}.items() if value}
        for name, field in self.fields().items():
            value = given[name] if name in given else variables.get(field.variable, _NOTHING)
            try:
                self.__dict__[name] = field.default if value is _NOTHING else field.read(value)
            except (ValueError, TypeError, LookupError):
                raise BadSettingError(name, value) from None

    @classmethod
    def fields(cls) -> dict[str, Setting]:
        """By name; those of the class that it is made from first."""
        each = (item for kind in reversed(cls.__mro__) for item in vars(kind).items())
        return {name: field for name, field in each if isinstance(field, Setting)}

    @classmethod
    def of_defaults(cls) -> Self:
        """Whatever the environment says."""
        made = cls.__new__(cls)
        made.__dict__.update({name: field.default for name, field in cls.fields().items()})
        return made

    def but(self, **other: Any) -> Self:
        """A copy in which some are others."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__ | other)
        return made

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


_NOTHING = object()


def _of_file() -> dict[str, str | None]:
    named = os.environ.get(NAMED_FILE)
    file = Path(named) if named else ENV_FILE
    if not file.is_file():
        if named:
            raise BotError(f"設定のファイル「{file}」がありません。{NAMED_FILE} の書き方を確かめてください。")
        return {}
    from dotenv import dotenv_values

    return dict(dotenv_values(file, encoding="utf-8"))
