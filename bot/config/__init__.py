"""Settings, clock, logs and signals: what the program is told from outside."""

from bot.config.clock import Clock
from bot.config.errors import BotError, WrongCallError
from bot.config.lru import Lru
