"""What Slack accepts: the limits of Block Kit as tables, and the check of a message against them."""

from bot.blockkit.check import NEW_BLOCKS, check_message, check_options, check_view
