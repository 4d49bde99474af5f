"""Logging: one line an entry on standard error, without secrets whatever a library writes."""

import logging
import re
import sys

LINE_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SECRETS = re.compile(r"\b(xox[a-z]|xapp|xwfp)-[\w.-]+|(https?://[^\s'\"]*/(?:services|commands|actions)/)\S+")


class Redacting(logging.Formatter):
    """Takes tokens and response URLs out of messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """`xoxb-…` stays recognisable as such, without what makes it a key."""
    return _SECRETS.sub(lambda found: f"{found[1]}-***" if found[1] else f"{found[2]}***", text)


def set_up_logging(level: str) -> None:
    """Libraries speak from WARNING on: at DEBUG slack_sdk prints whole payloads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(LINE_FORMAT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("slack_sdk", "slack_bolt", "uvicorn", "filelock", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each digest step that comes while a longer one is under way, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
