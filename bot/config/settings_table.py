"""Every setting in one table, generated from the code: what `senryaku doctor --settings` and docs/settings.md show."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.config.environment import EnvironmentSettings, variable_of
from bot.config.progress_settings import ProgressSettings
from bot.config.settings import Settings
from bot.config.slack_settings import SlackSettings
from knowledge.indicators.thresholds import Grade


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One environment variable; `default` in words."""

    name: str
    default: str
    description: str


def settings_table() -> Iterator[SettingRow]:
    """What every command reads first, then what the Slack bot reads, then how progress is judged."""
    own = {name for name in Settings.model_fields if name not in ProgressSettings.model_fields}
    yield from _rows(Settings, own)
    yield from _rows(SlackSettings, set(SlackSettings.model_fields))
    yield from _rows(ProgressSettings, set(ProgressSettings.model_fields))


def _rows(settings: type[EnvironmentSettings], names: set[str]) -> Iterator[SettingRow]:
    for name, field in settings.model_fields.items():
        if name in names:
            yield SettingRow(variable_of(settings, name), _default(field.default), field.description or "")


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
