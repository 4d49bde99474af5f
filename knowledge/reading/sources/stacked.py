"""One table of a file that is several, one below the other, each with its label at the left and a header of its own:

重要業績評価指標（KPI） | 指標名   | 基準値     | 目標値
                        | 観光客数 | 64,200人   | 75,000人
主な事業                | 事業名   | 事業の内容 | 担当課
                        | 体験事業 | 体験を支援 | 産業課

「主な事業｜朝市｜毎月の朝市を支えます。」 needs no header, nor does 「めざす姿｜…」.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from knowledge.model.column_words import cut_into_words
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.years.said import find_years, without_years
from knowledge.reading.layout import shipped_layout

_FEWEST_HEADED = 2  # columns of a header whose words are known


def stacked_parts(rows: Sequence[Sequence[str]]) -> list[range]:
    """Which rows are of one part; empty where not all parts have a header or say what they are, or the whole is one."""
    runs = [list(run) for _, run in groupby(range(len(rows)), key=lambda at: rows[at][0])]
    labels = [rows[run[0]][0] for run in runs]
    are_told = [_is_told(label, [rows[at][1:] for at in run]) for label, run in zip(labels, runs, strict=True)]
    are_apart = len(runs) > 1 and "" not in labels and len(set(labels)) == len(labels)
    are_headed = (len(run) > 1 and _is_header(rows[run[0]][1:]) for run in runs)
    if not are_apart or not all(told or headed for told, headed in zip(are_told, are_headed, strict=True)):
        return []
    return [range(run[0], run[-1] + 1) for run in runs]


def without_doubled(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Without columns that say in each row what the one before them does: cells merged for another part's sake."""
    columns = list(zip(*rows, strict=True))
    kept = [own for at, own in enumerate(columns) if at == 0 or own != columns[at - 1]]
    return list(zip(*kept, strict=True))


def _is_told(label: str, rows: Sequence[Sequence[str]]) -> bool:
    """A name with its sentence in each row beside 「主な事業」, one text in each beside 「めざす姿」."""
    told = [list(dict.fromkeys(filter(None, row))) for row in rows]
    role = shipped_layout().role_of("".join(label.split()))
    if role == "projects":
        return all(len(row) == 2 and "。" not in row[0] and row[1].endswith("。") for row in told)
    return role == "prose" and all(len(row) == 1 for row in told)


def _is_header(cells: Sequence[str]) -> bool:
    told = {cell for cell in cells if cell and _heads(cell)}
    return len(told) >= _FEWEST_HEADED and 2 * len(told) > len(set(cells))


def _heads(cell: str) -> bool:
    folded = unicodedata.normalize("NFKC", cell)
    if find_years(folded) and not without_years(folded).strip("() \n"):
        return True
    roles, rest = cut_into_words(without_years(folded))
    return (bool(roles) and not rest) or name_key(cell) in _words_of_projects()


@cache
def _words_of_projects() -> frozenset[str]:
    data = read_toml(VOCABULARY / "layouts.toml")["projects"]
    return frozenset(name_key(word) for part in ("columns", "details", "others") for word in data[part])
