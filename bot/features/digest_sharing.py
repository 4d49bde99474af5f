"""A channel that comes to be shared with another organisation gets no more digests, unless the settings allow it."""

import logging

from bot.digests import paused
from bot.features.digest_access import Digests
from bot.slack import Notice

log = logging.getLogger(__name__)

TOLD = (
    "定期配信「{name}」の配信先が、ほかの組織と共有されたため、配信を一時停止しました。"
    "/senryaku digest list の「編集」で、自組織だけのチャンネルに変えてから再開してください。"
)


def rest_where_shared(channel: str, digests: Digests) -> None:
    """Pauses the channel's schedules and tells those who may change them, once. Asks Slack only where it has any."""
    store = digests.store
    going = [each for each in store.schedules() if each.channel_id == channel and not each.paused]
    if not going or not digests.channels.is_foreign_to_digests(channel):
        return
    for schedule in going:
        store.change(schedule.id, lambda found: paused(found, digests.clock()))
        log.warning("digest %s: channel shared", schedule.id)
        key, text = f"shared {schedule.id} {channel} {schedule.since.isoformat()}", TOLD.format(name=schedule.name)
        for user in dict.fromkeys([schedule.creator, *schedule.editors, *digests.permissions.told_of_trouble()]):
            store.notices.put(Notice(key=key, user=user, text=text))


def rest_where_shared_unheard(digests: Digests) -> None:
    """Of all channels that have digests: one may have come to be shared while nobody listened."""
    channels = {each.channel_id for each in digests.store.schedules() if not each.paused}
    for channel in sorted(channel for channel in channels if not channel.startswith("D")):
        rest_where_shared(channel, digests)
