"""One line of the table: what was tried how often, and what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields

TITLES = ("試したこと", "回数", "強制終了", "入力", "失われた", "二重", "例外", "最も遅い")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`runs`: times it was tried; `inputs`: acknowledged writes, posts or questions; `slowest_ms` of one input."""

    what: str
    runs: int
    kills: int = 0
    inputs: int = 0
    lost: int = 0
    doubled: int = 0
    exceptions: int = 0
    slowest_ms: float | None = None

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.exceptions)

    @property
    def line(self) -> str:
        return _line(map(_cell, astuple(self)))


@dataclass(frozen=True, slots=True)
class Trial:
    """What can be asked for by name. `times` unless somebody says how often."""

    name: str
    times: int
    run: Callable[[int], Row]


def heading() -> str:
    assert len(TITLES) == len(fields(Row))
    return "\n".join([_line(TITLES), _line("---" for _ in TITLES)])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: str | float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,} ms" if isinstance(value, float) else value if isinstance(value, str) else f"{value:,}"
