"""One file of a database changed, cut short or deleted, at every kind of place: is every write still there?"""

import shutil
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from knowledge.storage.database import Database
from tests.knowledge.storage.test_single_faults import faults, stored
from tests.reliability.row import Row, Trial

WRITES, FOLDS = 20, 4


def _faults(times: int) -> Row:
    with TemporaryDirectory() as place:
        folder = Path(place) / "data" / "actuals"
        database = Database(folder)
        for number in range(WRITES):
            database.table("actuals").insert({"value": str(number), "note": "架空の値"})
            if number % (WRITES // FOLDS) == 0:
                database.fold()
        before, lost, tried, slowest = stored(folder), 0, 0, 0.0
        for name, fault in islice(faults(folder), times):
            copy = Path(place) / str(tried)
            shutil.copytree(folder.parent, copy)
            fault(copy / name)
            began = perf_counter()
            after = stored(copy / "actuals")
            slowest = max(slowest, perf_counter() - began)
            lost += sum(after.get(id) != value for id, value in before.items())
            tried += 1
            shutil.rmtree(copy)
    return Row(
        what="一つのファイルの破損・切断・削除",
        runs=tried,
        inputs=tried * len(before),
        lost=lost,
        slowest_ms=round(slowest * 1000, 1),
    )


TRIALS = (Trial("faults", 500, _faults),)
