"""The cells of tables with rules. Where the outer sides are not drawn, the ends of the rules close them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from pdfplumber.page import Page as PlumberPage
from pdfplumber.table import TableFinder, cells_to_tables, edges_to_intersections, intersections_to_cells

from knowledge.reading.sources.pdf.boxes import SAME_EDGE, Box

Edge = dict[str, Any]
_FEWEST_LINES = 3  # of two columns


def ruled_cells(page: PlumberPage) -> list[list[Box]]:
    """Of each table."""
    found = TableFinder(page)
    sides = [*_sides(found.edges), *_ends(found.edges, "top"), *_ends(found.edges, "bottom")]
    if not sides:
        return [list(table.cells) for table in found.tables]
    crossings = edges_to_intersections([*found.edges, *sides], SAME_EDGE, SAME_EDGE)
    return [list(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]


def _sides(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Between two rules of one length with a line from one to the other, and none at their ends."""
    lying = sorted((edge for edge in edges if edge["orientation"] == "h"), key=_by_length)
    standing = [edge for edge in edges if edge["orientation"] == "v"]
    for above, below in pairwise(lying):
        top, bottom = above["top"], below["top"]
        if bottom - top <= SAME_EDGE or _by_length(above)[:2] != _by_length(below)[:2]:
            continue
        places = [
            edge["x0"] for edge in standing if edge["top"] - SAME_EDGE <= top and bottom <= edge["bottom"] + SAME_EDGE
        ]
        if not any(above["x0"] + SAME_EDGE < place < above["x1"] - SAME_EDGE for place in places):
            continue
        for end in (above["x0"], above["x1"]):
            if not any(abs(place - end) <= SAME_EDGE for place in places):
                yield {"orientation": "v", "x0": end, "x1": end, "top": top, "bottom": bottom}


def _ends(edges: Sequence[Edge], end: str) -> Iterator[Edge]:
    """Where the lines between columns begin, or end, all at one height with no rule there: the page cut the table."""
    lying = [edge for edge in edges if edge["orientation"] == "h"]
    standing = sorted((edge for edge in edges if edge["orientation"] == "v"), key=lambda edge: float(edge[end]))
    for _, run in groupby(standing, key=lambda edge: round(edge[end])):
        lines = list(run)
        first, last, height = min(one["x0"] for one in lines), max(one["x1"] for one in lines), lines[0][end]
        wide = [rule for rule in lying if rule["x0"] <= first + SAME_EDGE and last - SAME_EDGE <= rule["x1"]]
        is_closed = any(abs(rule["top"] - height) <= SAME_EDGE for rule in wide)
        is_table = any(
            all(one["top"] - SAME_EDGE <= rule["top"] <= one["bottom"] + SAME_EDGE for one in lines) for rule in wide
        )
        if len({round(one["x0"]) for one in lines}) >= _FEWEST_LINES and is_table and not is_closed:
            yield {"orientation": "h", "x0": first, "x1": last, "top": height, "bottom": height}


def _by_length(edge: Edge) -> tuple[int, int, float]:
    return round(edge["x0"]), round(edge["x1"]), float(edge["top"])
