"""Every setting in one table, generated from the code: what `senryaku doctor --settings` and docs/settings.md show."""

from collections.abc import Container, Iterator
from fractions import Fraction

from msgspec import Struct

from bot.config.environment import EnvironmentSettings
from bot.config.progress_settings import ProgressSettings
from bot.config.settings import Settings
from bot.config.slack_settings import SlackSettings
from knowledge.indicators.thresholds import Grade


class SettingRow(Struct, frozen=True):
    """One environment variable; `default` in words."""

    name: str
    default: str
    description: str


def settings_table() -> Iterator[SettingRow]:
    """What every command reads first, then what the Slack bot reads, then how progress is judged."""
    yield from _rows(Settings, ProgressSettings.fields())
    yield from _rows(SlackSettings)
    yield from _rows(ProgressSettings)


def _rows(settings: type[EnvironmentSettings], without: Container[str] = ()) -> Iterator[SettingRow]:
    for name, field in settings.fields().items():
        if name not in without:
            yield SettingRow(field.variable, _default(field.default), field.description)


def _default(value: object) -> str:
    match value:
        case None | ():
            return "なし"
        case True:
            return "true（はい）"
        case False:
            return "false（いいえ）"
        case Fraction():
            return f"{float(value):g}"
        case tuple(grades):
            return ",".join(f"{step.label}={float(step.at_least):g}" for step in grades if isinstance(step, Grade))
        case _:
            return str(value)
