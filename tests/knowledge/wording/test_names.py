"""What has a number is called so in one way, whoever asks."""

from knowledge.model.catalog import Catalog
from knowledge.wording.names import label_of, short_title


def test_a_label_is_a_kind_and_a_number(catalog: Catalog) -> None:
    assert [label_of("goal", 2, catalog), label_of("direction", 6, catalog), label_of("package", 3, catalog)] == [
        "基本目標2",
        "基本的方向⑥",
        "政策パッケージ3",
    ]
    assert short_title(catalog.base.packages[2]) == label_of("package", 3, catalog)
