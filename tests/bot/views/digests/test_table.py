"""What the caption of a digest's table says once is never said of an amount that has no year of its own."""

import pytest

from bot.digests.content import Digest
from bot.digests.schedule import DigestScope
from bot.views.digests.table import table_part
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording.values import EMPTY_VALUES, measure
from tests.bot.digest_world import MORNING


@pytest.mark.parametrize(("is_dated", "is_said"), [(True, True), (False, False)])
def test_a_year_is_said_for_all_only_where_each_has_one(catalog: Catalog, is_dated: bool, is_said: bool) -> None:
    rows = [measure(catalog.kpis[id], EMPTY_VALUES) for id in ("k3-3", "k1-1", "k3-1")]
    if not is_dated:
        own = rows[0].indicator
        rows[0] = replace(rows[0], indicator=replace(own, target=replace(own.target, fiscal_year=None, raw="0 人")))
    digest = Digest(
        name="架空のまとめ",
        kind="report",
        scope=DigestScope("all"),
        label="すべての指標",
        as_of=MORNING,
        before=None,
        ranked=tuple(rows),
    )
    text, _ = table_part(digest)
    assert ("目標値は令和6年度です" in text) is is_said
