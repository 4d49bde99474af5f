"""When a digest is due and what it holds: pure, knows no Slack, store or clock."""

from bot.digests.occurrences import NoSlotError
from bot.digests.open_days import IsOpen, is_open_day
from bot.digests.recurrence import InvalidRuleError, Recurrence
from bot.digests.schedule import DigestScope, InvalidScheduleError, Schedule, paused
from bot.digests.slot import Sent, Slot, stream_of_now
