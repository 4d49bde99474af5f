"""The way to Slack and back: payloads in, outbox out, and the platform's errors and waits."""

from bot.slack.error_texts import error_text_of
from bot.slack.errors import code_of
from bot.slack.notices import Notice, NoticeStore
from bot.slack.outbox import Destination, Outbox
from bot.slack.payloads import Origin, Press
from bot.slack.retries import LOST
from bot.slack.store import BotStore
