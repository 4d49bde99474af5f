"""Logging: one line an entry on standard error, as text or as JSON, without secrets whatever a library writes."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Literal

from bot.config.observer import INTERACTION

LogFormat = Literal["text", "json"]
LINE_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SECRETS = re.compile(
    r"\b(xox[a-z]|xapp|xwfp|senryaku-\w+)-[\w.-]+|(https?://[^\s'\"]*/(?:services|commands|actions)/)\S+"
)


class Redacting(logging.Formatter):
    """Takes tokens and response URLs out of messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonLines(logging.Formatter):
    """One object a line, whatever the entry holds: {"time", "level", "logger", "message"}, what an interaction tells
    of itself, and "error" with the traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        entry: dict[str, Any] = {"time": moment, "level": record.levelname, "logger": record.name}
        entry |= {"message": redacted(record.getMessage()), **getattr(record, INTERACTION, {})}
        if record.exc_info:
            entry["error"] = redacted(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def redacted(text: str) -> str:
    """`xoxb-…` stays recognisable as such, without what makes it a key."""
    return _SECRETS.sub(lambda found: f"{found[1]}-***" if found[1] else f"{found[2]}***", text)


def set_up_logging(level: str, form: LogFormat = "text") -> None:
    """Libraries speak from WARNING on: at DEBUG slack_sdk prints whole payloads. Its client goes by its own level alone
    when it puts them together, for nobody.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Redacting(LINE_FORMAT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in (
        "slack_sdk",
        "slack_sdk.web.base_client",
        "slack_bolt",
        "uvicorn",
        "filelock",
        "asyncio",
        "mcp",
        "sse_starlette",
        "httpx2",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
