"""Blocks without a message or view around them, checked."""

from bot.blockkit.shape import Position, Surface, Violation
from bot.blockkit.totals import blocks_of


def check_blocks(
    blocks: object,
    *,
    surface: Surface = "message",
    margin: float = 0.0,
    without: frozenset[str] = frozenset(),
) -> list[Violation]:
    """The blocks alone, pointers starting at `/blocks`."""
    place = Position(surface=surface, margin=margin, unsupported=without)
    return list(blocks_of(blocks, place.at("blocks")))
