"""A Slack workspace on this machine: for trying the bot without Slack, and for its tests.

Nothing here knows the bot, and nothing here talks to any other machine.
"""

from bot.sandbox.people.acting import SimulatedUser
from bot.sandbox.people.talking import SaidMessage
from bot.sandbox.server import Slack
from bot.sandbox.state.deliveries import Delivery, DeliveryOutcome
from bot.sandbox.state.errors import CannotSimulateError, NotReachedError
