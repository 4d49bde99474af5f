"""What a person can do, one thing a module."""

from bot.features.asking import Answerer
from bot.features.digest_access import Digests
from bot.features.gaps import Teaching
from bot.features.home_tab import HomeTab
from bot.features.jobs import Handled, Installation, Jobs, tell
from bot.features.recording import Recording
