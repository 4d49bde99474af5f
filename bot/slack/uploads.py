"""Files into a channel or thread, the way Slack calls files upload v2: ask for an address, send the bytes, share.

An unshared file is nothing, so the first two steps are simply repeated. The last one is carried out once: when its
reply is lost, the file is looked for where it should stand.
"""

import logging
import time
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from msgspec import Struct
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import BotError
from bot.slack.error_texts import error_text_of
from bot.slack.errors import NoReplyError, code_of, is_uncertain
from bot.slack.outbox import PAUSES_S, Destination, Outbox
from bot.slack.retries import LOST

log = logging.getLogger(__name__)

SENT_TIMES = 3
UPLOAD_TIMEOUT_S = 60  # a slow line takes a while for a megabyte


class MayNotUploadError(BotError):
    """The workspace has installed the app without `files:write`."""

    def __init__(self) -> None:
        super().__init__(
            "このワークスペースでは、ボットにファイルを送る権限（files:write）がまだありません。"
            "ボットの管理者に、アプリの更新と再インストールをお願いしてください。"
        )


class File(Struct, frozen=True, kw_only=True):
    """`name` with its ending, as it is saved; `title` as it is shown in Slack."""

    name: str
    title: str
    content: bytes


def upload(outbox: Outbox, to: Destination, file: File, comment: str = "") -> str:
    """Shares `file` with `comment` (mrkdwn, escaped by the caller); returns the file's id.

    `to.channel` is a channel or a direct conversation, no person's id; `to.thread_ts` heads its thread.
    Raises MayNotUploadError, NoReplyError, or SlackApiError with what else Slack refused.
    """
    try:
        file_id = put_file(outbox.client, file)
        _share(outbox, to, file, file_id, comment)
    except SlackApiError as error:
        if code_of(error) != "missing_scope":
            raise
        trouble = error_text_of(error)
        log.error("%s", trouble.to_operator if trouble else code_of(error))
        raise MayNotUploadError from error
    return file_id


def put_file(client: WebClient, file: File) -> str:
    """The bytes at Slack, shared with nobody yet. Raises SlackApiError or NoReplyError; then there is nothing."""
    for left in range(SENT_TIMES - 1, -1, -1):
        try:
            ticket = client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
            _put(client, str(ticket["upload_url"]), file.content)
        except LOST as error:  # HTTPError too: any other status than 200 means that nothing is kept
            log.warning("upload of %d bytes failed: %s, %d tries left", len(file.content), type(error).__name__, left)
        else:
            return str(ticket["file_id"])
    raise NoReplyError


def _put(client: WebClient, url: str, content: bytes) -> None:
    """By the same proxy as the client's calls."""
    proxies = [ProxyHandler({"http": client.proxy, "https": client.proxy})] if client.proxy else []
    opener = build_opener(*proxies, HTTPSHandler(context=client.ssl))
    request = Request(url, data=content, method="POST", headers={"Content-Type": "application/octet-stream"})
    with opener.open(request, timeout=UPLOAD_TIMEOUT_S) as answer:
        answer.read()


def share_file(client: WebClient, to: Destination, file: File, file_id: str, comment: str) -> None:
    """Once, whatever becomes of it. Raises SlackApiError or one of LOST."""
    client.files_completeUploadExternal(
        files=[{"id": file_id, "title": file.title}],
        channel_id=to.channel,
        thread_ts=to.thread_ts,
        initial_comment=comment or None,
    )


def _share(outbox: Outbox, to: Destination, file: File, file_id: str, comment: str) -> None:
    try:
        share_file(outbox.client, to, file, file_id, comment)
    except SlackApiError as error:
        if not is_uncertain(error):
            raise
    except LOST:
        log.warning("sharing %s got no reply; looking for it", file_id)
    else:
        return
    for seconds in PAUSES_S:
        time.sleep(seconds)
        if any(file_id == one.get("id") for message in outbox.recent(to) for one in message.get("files") or ()):
            return
    raise NoReplyError
