"""Names for the records of a plan whose phrases nobody has written yet."""

from pathlib import Path

from knowledge.japanese.proposed_phrases import proposed_phrases
from knowledge.model.catalog import Catalog
from knowledge.reading import build

PLAN = """ぎんが市総合戦略

ぎんが市

基本目標1 働く

施策1 帰る

KPI\t基準値（令和5年度）\t目標値（令和11年度）
関係人口（ファンクラブ会員数）\t8人\t12人
市内の宿泊者数\t8人\t12人
満足度（小学校）\t8点\t12点
満足度（中学校）\t8点\t12点
自殺死亡率（人口10万対）\t8\t12
ごみ排出量（g/人・日）\t8g/人・日\t7g/人・日
待機児童数（4月1日）\t8人\t0人
"""


def names(tmp_path: Path) -> set[str]:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return {name for own in proposed_phrases(Catalog(build(path))).records.values() for name in own.names}


def test_a_name_is_called_without_its_brackets_and_by_what_stands_in_them(tmp_path: Path) -> None:
    assert {"関係人口", "ファンクラブ会員数", "宿泊者数"} <= names(tmp_path)


def test_what_two_records_share_names_neither(tmp_path: Path) -> None:
    assert "満足度" not in names(tmp_path)


def test_how_something_is_counted_is_no_name(tmp_path: Path) -> None:
    assert {"自殺死亡率", "ごみ排出量"} <= names(tmp_path)
    assert names(tmp_path).isdisjoint({"人口10万対", "g/人・日", "4月1日"})
