"""A knowledge base as plain JSON values and back: what `kb export` prints, and what is kept on disk."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from knowledge.model.records import KnowledgeBase


def to_json(base: KnowledgeBase) -> dict[str, Any]:
    """The shape of `kb export`: plain JSON values, decimals as strings; left out is what only some plans print."""
    exported: dict[str, Any] = _as_json().dump_python(base, mode="json")
    for project in (project for package in exported["packages"] for project in package["projects"]):
        if not project["notes"]:
            del project["notes"]
    for indicator in _indicators(exported):
        if indicator["known"] is None:
            del indicator["known"]
    return exported


def _indicators(exported: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if population := exported["strategy"]["population_target"]:
        yield population
    for goal in exported["goals"]:
        yield from goal["targets"]
    for package in exported["packages"]:
        yield from package["kpis"]


def from_json(exported: Mapping[str, Any]) -> KnowledgeBase:
    """The inverse of `to_json`. Raises ValueError on anything else."""
    return _as_json().validate_python(exported)


@cache
def _as_json() -> TypeAdapter[KnowledgeBase]:
    """Made once: a command reads the base up to four times, and making takes longer than reading."""
    return TypeAdapter(KnowledgeBase)
