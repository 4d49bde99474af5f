"""Who may do what, and where: one table, and what Slack says of people and channels."""

from bot.rights.permissions import Permissions
from bot.rights.table import Action, Actor, NotAnsweredError
