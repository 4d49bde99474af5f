"""A Slack workspace on this machine: for trying the bot without Slack, and for its tests.

Nothing here knows the bot, and nothing here talks to any other machine.
"""

from bot.sandbox.acting import Player
from bot.sandbox.deliveries import Delivery, Outcome
from bot.sandbox.errors import CannotPlayError, NotReachedError
from bot.sandbox.server import Slack
from bot.sandbox.talking import Said

__all__ = ["CannotPlayError", "Delivery", "NotReachedError", "Outcome", "Player", "Said", "Slack"]
