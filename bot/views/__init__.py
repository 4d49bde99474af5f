"""Block Kit from records: pure builders without client, store or clock."""

from bot.views.escaping import escape, is_user
from bot.views.forms import Submitted, field_errors
from bot.views.links import LinkOf
from bot.views.parts import Block, Message, assemble, context, paragraph
