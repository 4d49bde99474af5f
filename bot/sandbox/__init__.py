"""A Slack workspace on this machine: for trying the bot without Slack, and for its tests.

Nothing here knows the bot, and nothing here talks to any other machine. What only tests ask of it (failures on demand,
HTTP, several workspaces, workflows) stands with them, in tests/stand_in.
"""

from bot.sandbox.server import Slack
