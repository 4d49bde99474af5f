"""A knowledge base as plain JSON values and back: what `kb export` prints, and what is kept on disk."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from knowledge.model.records import UNREAD_PAGE, Finding, KnowledgeBase


def to_json(base: KnowledgeBase) -> dict[str, Any]:
    """The shape of `kb export`: plain JSON values, decimals as strings; left out is what only some plans print."""
    exported: dict[str, Any] = _as_json().dump_python(base, mode="json")
    for project in (project for package in exported["packages"] for project in package["projects"]):
        if not project["notes"]:
            del project["notes"]
    of_some = [(one, "known") for one in _indicators(exported)]
    of_some += [(one, "unread_page") for one in exported["report"]["findings"]]
    for record, name in of_some:
        if record[name] is None:
            del record[name]
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
    base = _as_json().validate_python(exported)
    findings = tuple(map(_with_page, base.report.findings))
    return base if findings == base.report.findings else replace(base, report=replace(base.report, findings=findings))


def _with_page(finding: Finding) -> Finding:
    """What an older release stored: only the sentence says which page was not read."""
    page = finding.message.partition("ページは")[0]
    is_unread = finding.unread_page is None and finding.message.endswith(UNREAD_PAGE) and page.isdecimal()
    return replace(finding, unread_page=int(page)) if is_unread else finding


@cache
def _as_json() -> TypeAdapter[KnowledgeBase]:
    """Made once: a command reads the base up to four times, and making takes longer than reading."""
    return TypeAdapter(KnowledgeBase)
