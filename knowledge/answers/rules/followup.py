"""Short questions about what was just shown: 「KPIは？」「その目標値は？」「2番目は？」「他には？」."""

from collections.abc import Sequence

from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.model.records import STRATEGY
from knowledge.search.query import Query, patterns, said_number


class FollowUps:
    """Recognises a follow-up by its whole form (facets.toml) and turns it into the ids it asks for."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def kind(self, query: Query) -> str | None:
        """Which follow-up the question is, if its whole text is one."""
        forms = patterns("followups").items()
        return next((name for name, some in forms if any(form.fullmatch(query.key) for form in some)), None)

    def resolve(self, query: Query, context: Sequence[str]) -> Ids:
        """The ids asked for, given what was just shown; none when this is a question of its own, or there are none.

        「他には？」 is not resolved here: it needs another search (see Engine).
        """
        kind, first = self.kind(query), context[0]
        if kind == "nth" and (place := self._place(query)):
            return tuple(context[place - 1 : place])
        if kind in ("kpi", "value"):
            return self._schema.related(first, "indicator") or (first,)
        if kind == "projects":
            return self._projects(first)
        if kind == "package":
            return self._schema.related(first, "package")
        return (first,) if kind in ("more", "source") else ()

    def gap(self, query: Query, context: Sequence[str], title: str) -> str | None:
        """What to say to a follow-up that asks for what there is not; `title` is that of the first thing shown."""
        kind = self.kind(query)
        if kind == "nth" and (place := self._place(query)) > len(context):
            shown = f"「{title}」の1件だけ" if len(context) == 1 else f"{len(context)}件"
            return f"直前にお見せしたのは{shown}です。{place}番目はありません。"
        asked = {"projects": "結び付く事業", "package": "当たる政策パッケージ"}.get(kind or "")
        return f"「{title}」に{asked}は、本文に示されていません。" if asked else None

    def _place(self, query: Query) -> int:
        """The number asked for, from 1; 0 where none is."""
        said = (match[1] for form in patterns("followups")["nth"] if (match := form.fullmatch(query.key)))
        return next(map(said_number, said), 0)

    def _projects(self, id: str) -> Ids:
        """Those tied to a record; of a term of the footnotes those whose own words hold it. The plan has them all."""
        if id == STRATEGY:
            return ()
        return self._schema.related(id, "project") or self._schema.holding(id)
