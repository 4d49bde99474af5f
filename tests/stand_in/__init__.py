"""The stand-in of Slack (bot/sandbox) with what only tests ask of it: failures, HTTP, several workspaces, workflows.

Tests take from here what they would take from the face of that room.
"""

from bot.sandbox.people.talking import SaidMessage as SaidMessage
from bot.sandbox.state.deliveries import Delivery as Delivery
from bot.sandbox.state.deliveries import DeliveryOutcome as DeliveryOutcome
from bot.sandbox.state.errors import CannotSimulateError as CannotSimulateError
from bot.sandbox.state.errors import NotReachedError as NotReachedError
from tests.stand_in.people import SimulatedUser as SimulatedUser
from tests.stand_in.workspace import Slack as Slack
