"""What is kept under a data folder, checked: for doctor, and for the admins, who hear of a loss once."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from bot.api.readers import READER_KINDS, READERS
from bot.app.plans import ACTUALS_FOLDER
from bot.delivery.store import DELIVERIES_FOLDER, DELIVERY_KINDS, FOLDER, SCHEDULE_KINDS
from bot.slack import Notice, NoticeStore
from bot.slack.store import BOT_FOLDER, BOT_KINDS
from bot.values.taught import TAUGHT, TAUGHT_KINDS
from knowledge.model import KnowledgeError
from knowledge.storage import Database
from knowledge.storage.health import Health, check_database, databases, unreadable_records
from knowledge.storage.ledger_store import LEDGER_KINDS
from knowledge.storage.place import RecordPlace
from knowledge.storage.plans import PLAN_KINDS, PLANS
from knowledge.storage.records import Kinds
from knowledge.storage.server import Server
from knowledge.storage.store_files import LOSS_MARK, StoreFiles, was_kept

log = logging.getLogger(__name__)

STORES: Mapping[str, Kinds] = {
    ACTUALS_FOLDER: LEDGER_KINDS,
    FOLDER: SCHEDULE_KINDS,
    DELIVERIES_FOLDER: DELIVERY_KINDS,
    BOT_FOLDER: BOT_KINDS,
    TAUGHT: TAUGHT_KINDS,
    PLANS: PLAN_KINDS,
    READERS: READER_KINDS,
}
"""By the folder's name. What is built again from files needs no check of single records."""
WHAT: Mapping[str, str] = {
    ACTUALS_FOLDER: "実績",
    FOLDER: "定期配信の設定",
    DELIVERIES_FOLDER: "定期配信の結果",
    BOT_FOLDER: "質問とご意見",
    TAUGHT: "教えた言葉と例",
    PLANS: "加えた計画",
    READERS: "API の読み手",
}
LOST_PART = (
    "残っている分だけを使っています。一覧に足りないものがあれば、登録し直すか、控えから戻してください"
    "（senryaku restore）。確かめ終えたら、データの置き場所にある「{}」を削除してください。"
)


def check_records(place: RecordPlace) -> Iterator[Health]:
    """Every database, by name; safe beside programs that write to them."""
    if not isinstance(place, Path):
        yield from (_check_store(place, name, kinds) for name, kinds in sorted(STORES.items()))
        return
    data = place
    files = [data / name for name in STORES if (data / name).is_file()]
    for folder in sorted([*databases(data), *files]):
        yield check_database(folder, STORES.get(folder.name, {}))


def _check_store(server: Server, name: str, kinds: Kinds) -> Health:
    """What the server itself keeps whole is not ours to check."""
    records = server.records(name, kinds)
    tables = {table: {str(each.doc_id): each for each in records.table(table)} for table in records.tables()}
    losses = tuple(unreadable_records(tables, kinds))
    return Health(folder=name, documents=sum(map(len, tables.values())), problems=losses, losses=losses)


class LossMonitor:
    """Whether something more has been lost meanwhile: a cheap look, for every second."""

    def __init__(self, data: Path, look: Callable[[], object] = lambda: None) -> None:
        """`look`: at what this program has read itself, which may tell more than the files that are left."""
        self._data, self._look = data, look
        self._known = frozenset(self._lost())

    def has_new_loss(self) -> bool:
        """A folder that somebody has taken away begins anew, and its loss is told from then on wherever it shows."""
        with suppress(KnowledgeError, OSError):
            self._look()
        before, self._known = self._known, frozenset(self._lost())
        for name in sorted(self._known - before):
            log.warning("records in %s have been lost: see senryaku doctor", name)
        return bool(self._known - before)

    def _lost(self) -> Iterator[str]:
        for name in STORES:
            folder = self._data / name
            with suppress(KnowledgeError, OSError):
                if was_kept(folder) and not folder.exists():
                    Database(folder)
                if StoreFiles(folder).has_lost:
                    yield name


def tell_losses(data: Path, people: Iterable[str], notices: NoticeStore) -> None:
    """To each of them once; where there is nobody, the log says it at every look."""
    named = tuple(people)
    try:
        for notice in loss_notices(data, named or ("",)):
            if named:
                notices.put(notice)
            else:
                log.warning("nobody is named (SENRYAKU_ADMINS), so only this line says: %s", notice.text)
    except (KnowledgeError, OSError):  # a folder in trouble must not end what still answers
        log.exception("records could not be checked")


def loss_notices(data: Path, people: Iterable[str]) -> list[Notice]:
    """One for each of them and each loss, the same at every look."""
    told = [(health.name, loss) for health in check_records(data) for loss in health.losses]
    return [_notice(name, loss, user) for name, loss in told for user in people]


def _notice(name: str, loss: str, user: str) -> Notice:
    key = f"loss {name} {hashlib.sha256(loss.encode()).hexdigest()[:16]}"
    what, aside = f"{WHAT.get(name, '記録')}（{name}）の一部が", re.match(rf"「([^」]*{re.escape(LOSS_MARK)})」", loss)
    text = f"{what}失われました。{LOST_PART.format(aside[1])}" if aside else f"{what}読めません。{loss}"
    return Notice(key=key, user=user, text=text + "状況は senryaku doctor で確かめられます。")
