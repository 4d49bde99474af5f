"""What one person has asked, said and written, taken out of the bot's records for good."""

import re

from bot.config.retention import FORGOTTEN
from knowledge.storage.interface import Document, Records, rewrite_texts


def forget_person(database: Records, user: str) -> dict[str, int]:
    """How many records of each table they had."""
    with database.locked():
        own = database.of_person("answers", "asked_by", user)
        keys = {str(given.get("key")) for given in own}
        direct = {channel for given in own if (channel := str(given.get("channel"))).startswith("D")}
        gone = {
            "events": database.of_person("events", "body", user),
            "answers": own,
            "contexts": _contexts_of(database, user, direct),
            "opinions": database.of_person("opinions", "user", user),
            "announcements": database.of_person("announcements", "user", user),
        }
        events = [d.doc_id for d in gone["events"] if database.is_readable("events", d)]
        database.table("events").update({"body": None}, doc_ids=events)  # none is answered a second time
        for name, documents in gone.items():
            kept = events if name == "events" else []
            database.table(name).remove(doc_ids=[d.doc_id for d in documents if d.doc_id not in kept])
        opinions = database.table("opinions")  # others' opinions of their words
        opinions.update({"query": ""}, doc_ids=[d.doc_id for d in opinions if str(d.get("answer")) in keys])
        mention = re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")  # in what others have written
        for name in ("answers", "opinions"):
            rewrite_texts(database.table(name), ("query", "comment"), mention, FORGOTTEN)
    database.erase_past()
    return {name: len(documents) for name, documents in gone.items()}


def _contexts_of(database: Records, user: str, direct: set[str]) -> list[Document]:
    """Of the person's own commands, and of their direct conversations."""
    unreadable = {document.doc_id for document in database.of_person("contexts", "thread", user)}
    return [
        document
        for document in database.table("contexts")
        if document.doc_id in unreadable or _is_of(str(document.get("thread")), user, direct)
    ]


def _is_of(thread: str, user: str, direct: set[str]) -> bool:
    """By the person's own command, or in their direct conversation."""
    return thread.endswith(f" command {user}") or thread.partition(" ")[0] in direct


def questions_of(database: Records, user: str) -> frozenset[str]:
    kept = [*database.of_person("answers", "asked_by", user), *database.of_person("opinions", "user", user)]
    return frozenset(str(document["query"]) for document in kept if document.get("query"))
