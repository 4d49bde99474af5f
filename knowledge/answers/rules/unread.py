"""Beside the figures of a goal, a package or the whole plan: which lines of it were not read."""

from collections.abc import Sequence

from knowledge.answers.answer import INDICATOR_ITEMS, Answer
from knowledge.answers.rules.asked import OF_FIGURES, kinds_asked
from knowledge.answers.rules.printed import PrintedLines
from knowledge.answers.understanding.evidence import Evidence
from knowledge.model.catalog import Catalog
from knowledge.model.records import BasicGoal, Span
from knowledge.model.structs import replace
from knowledge.wording.lacking import READ_ALONE, unread_lines_note


def with_unread_lines(answer: Answer, evidence: Evidence, catalog: Catalog, printed: PrintedLines) -> Answer:
    """A list of figures says that it may not be whole: behind how many they are, where that is said."""
    asked = OF_FIGURES.intersection(kinds_asked(evidence.question))
    if not asked or not answer.items or any(item.kind not in INDICATOR_ITEMS for item in answer.items):
        return answer
    said = dict.fromkeys(one.id for one in (*evidence.numbered, *evidence.named))
    owners = [id for id in said if evidence.kind(id) in ("goal", "package")]
    is_all = any({item.id for item in answer.items} >= set(evidence.schema.all(kind)) for kind in asked)
    lines = printed.doubted_within(_spans(owners, catalog) if owners else None) if owners or is_all else []
    if not lines:
        return answer
    told = unread_lines_note(lines)
    return answer.noted(f"{READ_ALONE}{told}") if not answer.lead else replace(answer, lead=f"{answer.lead}{told}")


def _spans(owners: Sequence[str], catalog: Catalog) -> list[Span]:
    """Theirs, and of a goal those of its packages."""
    own = [catalog.goals[int(id[1:])] if id.startswith("g") else catalog.packages[int(id[3:])] for id in owners]
    goals = {one.number for one in own if isinstance(one, BasicGoal)}
    return [*(one.span for one in own), *(one.span for one in catalog.base.packages if one.goal in goals)]
