"""Digests on their way: what is due, the claim, the post, and what is told when it fails."""

from bot.delivery.render import DigestRenderer
from bot.delivery.scheduler import Scheduler
from bot.delivery.store import DigestStore
