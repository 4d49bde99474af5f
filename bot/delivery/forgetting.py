"""A person's traces in what is kept of digests: in their settings, and in what is on its way.

Each of the two databases is gone through without the other, so that a damaged one keeps no name in the other.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from bot.config import Clock
from bot.config.retention import FORGOTTEN
from bot.delivery.store import DELIVERIES_FOLDER, DELIVERY_KINDS, FOLDER, SCHEDULE_KINDS
from bot.digests import stream_of_now
from bot.slack import NoticeStore
from knowledge.model import KnowledgeError
from knowledge.storage.interface import Records
from knowledge.storage.place import RecordPlace, is_there, open_records
from knowledge.storage.records import holds_name, with_name


def forget_in_schedules(place: RecordPlace, user: str) -> dict[str, int]:
    """Their direct digests go; others stay without their name. How many. No file keeps any of it."""
    database = open_records(place, FOLDER, SCHEDULE_KINDS)
    with database.locked():
        table = database.table("schedules")
        own = [each for each in table if holds_name(_people(database, each), user)]
        gone = [each.doc_id for each in own if _is_direct(each, user)]
        for document in own:
            if document.doc_id not in gone:
                table.update(with_name(document, user, FORGOTTEN), doc_ids=[document.doc_id])
        table.remove(doc_ids=gone)
    database.erase_past()
    return {"schedules": len(own)}


def _people(database: Records, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where people stand; of what cannot be read, all of it."""
    if not database.is_readable("schedules", document):
        return document
    return {field: document["schedule"].get(field) for field in ("creator", "editors")}


def _is_direct(document: Mapping[str, Any], user: str) -> bool:
    """Theirs, and told to them alone; as far as what cannot be read tells."""
    found = document.get("schedule")
    if not isinstance(found, Mapping):
        return False
    return str(found.get("channel_id")).startswith("D") and not _is_only_edited(found, user)


def _is_only_edited(schedule: Mapping[str, Any], user: str) -> bool:
    return schedule.get("creator") != user and holds_name(schedule.get("editors"), user)


def forget_in_deliveries(place: RecordPlace, user: str, clock: Clock) -> dict[str, int]:
    """What waits for them, and what is left of direct digests that are gone. How many. No file keeps any of it."""
    database = open_records(place, DELIVERIES_FOLDER, DELIVERY_KINDS)
    is_gone = _gone_schedules(place)
    with database.locked():
        asked = [each.doc_id for each in database.of_person("requests", "by", user)]
        database.table("requests").remove(doc_ids=asked)
        _remove_slots(database, is_gone)
        waiting = NoticeStore(database, clock).forget_person(user)
    database.erase_past()
    return {"requests": len(asked), "notices": waiting}


def _gone_schedules(place: RecordPlace) -> Callable[[str], bool]:
    """None, where schedules may be gone by a loss and come back: what was posted must not be posted again."""
    with suppress(KnowledgeError):
        if is_there(place, FOLDER) and not (database := open_records(place, FOLDER, SCHEDULE_KINDS)).has_lost:
            return lambda id: not database.has("schedules", id)
    return lambda id: False


def _remove_slots(database: Records, is_gone: Callable[[str], bool]) -> None:
    for slot in database.readable("slots"):
        id = str(slot["slot"]["schedule_id"]).removesuffix(stream_of_now(""))
        if str(slot["slot"]["channel_id"]).startswith("D") and is_gone(id):
            database.table("slots").remove(doc_ids=[slot.doc_id])
            database.put(*(("streams", stream, None) for stream in (id, stream_of_now(id))))
