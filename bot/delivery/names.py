"""Everything about digests that listeners need: `services.digests`.

services.digests.store.create(lambda id: Schedule(id=id, …))       # and schedules(), get, change, delete
services.digests.scheduler.run_now(schedule.id, by=user)           # 今すぐ配信
services.digests.renderer.messages(schedule, now, before=None)        # what a test or a preview shows
services.digests.store.last_slot(schedule.id)                      # the last result, for the list
"""

from dataclasses import dataclass

from bot.delivery.loop import DigestLoop
from bot.delivery.render import DigestRenderer
from bot.delivery.scheduler import Scheduler
from bot.delivery.store import DigestStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    store: DigestStore
    renderer: DigestRenderer
    scheduler: Scheduler
    loop: DigestLoop
