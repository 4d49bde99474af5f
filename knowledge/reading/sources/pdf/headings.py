"""How high a line stands above the text: by the file's own outline, else by the size of its letters."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from knowledge.model.normalize import name_key
from knowledge.reading.sources.pdf.glyphs import Run

_NONE = re.compile("^・|。$")  # an item of a list, a sentence
LARGER = 1.12  # than the text
LONGEST = 60  # characters of a heading
_FEWEST_CELLS = 3  # of a row of a table, whose letters are smaller than those of the text
FEWEST_LISTED = 3  # entries that make an outline one of headings


class Headings(Struct, frozen=True):
    """`outline`: page and key of a title → level; `sizes`: those of headings, largest first; `body`: of the text."""

    outline: Mapping[tuple[int, str], int] = field(default_factory=dict)
    sizes: tuple[float, ...] = ()
    body: float = 0.0

    def lists(self, text: str, page: int) -> bool:
        """In the file's own outline."""
        return any((at, name_key(text)) in self.outline for at in (page, page - 1))

    def level(self, text: str, size: float, page: int) -> int | None:
        key = name_key(text)
        listed = next((self.outline[at, key] for at in (page, page - 1) if (at, key) in self.outline), None)
        if listed is not None or len(self.outline) >= FEWEST_LISTED or len(text) > LONGEST or _NONE.search(text):
            return listed
        return next((rank for rank, each in enumerate(self.sizes, start=1) if abs(each - size) < 0.3), None)


def headings_of(outline: Mapping[tuple[int, str], int], pages: Sequence[Iterable[Sequence[Run]]]) -> Headings:
    """The largest letters of the first page are the title's where they stand nowhere else."""
    sizes: Counter[float] = Counter()
    tabled: Counter[float] = Counter()
    told: set[float] = set()
    first: list[float] = []
    lines: Counter[float] = Counter()
    for page in pages:
        for row in page:
            for run in row:
                size = round(run.size, 1)
                (sizes if len(row) < _FEWEST_CELLS else tabled)[size] += len(run.glyphs)
                if run.text.endswith("。"):
                    told.add(size)
                lines[size] += len(run.text) <= LONGEST
                if page is pages[0]:
                    first.append(size)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    if body not in told:  # of headings alone, and all that they head stands in tables
        sizes += tabled
        body = max(sizes, key=lambda size: sizes[size], default=0.0)
    larger = sorted((size for size in lines if size > LARGER * body and lines[size]), reverse=True)
    if len(larger) > 1 and first.count(larger[0]) == lines[larger[0]]:
        larger = larger[1:]
    return Headings(outline, tuple(larger), body)
