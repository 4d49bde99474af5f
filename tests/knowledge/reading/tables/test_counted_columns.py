"""Columns whose places a converter counted by characters, wide and narrow alike (`pdftotext -layout`; all 架空)."""

from tests.knowledge.reading.tables.printed import findings, printed

THREE_VALUES = (
    "                     現状値 中間目標値      目標値\n"
    "       指標名       単位 令和6年度 令和10年度 令和12年度\n"
    " 保育の待機児童数        人         6      0       0\n"
    " 子育てがしやすいと感じる保護者 ％      62.7   67.0    70.0\n"
    " の割合\n"
    " 見守りをする人の数（累     人     6,215  7,800   8,600\n"
    " 計）"
)
DIRECTIONS = (
    "施策名         成果指標名       単位   現状値      目標値      方向性\n"
    "防災          自主防災組織数      組織     12       18     増加\n"
    "            訓練に来た団体の数    団体     14       20     増加\n"
    "消防          火災の件数        件/年    31       28     減少\n"
    "交通          交通事故の件数      件/年   246      230     減少"
)


def test_values_stand_below_their_headers() -> None:
    assert printed(THREE_VALUES) == [
        "保育の待機児童数 人 | 6@2024 | 0@2028 | 0@2030",
        "子育てがしやすいと感じる保護者の割合 ％ | 62.7@2024 | 67.0@2028 | 70.0@2030",
        "見守りをする人の数（累計） 人 | 6,215@2024 | 7,800@2028 | 8,600@2030",
    ]
    assert not findings(THREE_VALUES)


def test_a_column_behind_the_values_moves_none_of_them() -> None:
    assert printed(DIRECTIONS) == [
        "自主防災組織数 組織 | 12 | 18",
        "訓練に来た団体の数 団体 | 14 | 20",
        "火災の件数 件/年 | 31 | 28",
        "交通事故の件数 件/年 | 246 | 230",
    ]
    assert all("施策名" in told for told in findings(DIRECTIONS))
