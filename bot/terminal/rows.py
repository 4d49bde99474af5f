"""A list of many in the terminal: a row for each, its figures behind the name, the years that they share above."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.terminal.layout import INDENT, Page
from knowledge.answers import Item
from knowledge.model import Catalog
from knowledge.wording import Measure, Values, state_label
from knowledge.wording.amounts import without_markup
from knowledge.wording.figure_columns import FigureTable, figure_columns, shared_text
from knowledge.wording.names import homes, packages_text
from knowledge.wording.values import measure

_NO_ACTUALS = "実績は未登録"


class Rows(Struct, frozen=True):
    """Records of a list, a line or two each. `years`: those that the figures have in common, "" for none. `package`:
    the one that is told above, and not again behind each of its projects.
    """

    catalog: Catalog
    figures: Mapping[str, Sequence[str]]
    years: str
    package: str = ""

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        items: Sequence[Item],
        values: Values,
        *,
        shows_baseline: bool,
        said: str = "",
        asked: FigureTable | None = None,
        beside: Sequence[Item] = (),
    ) -> "Rows":
        """The baseline where it is asked for, and of what has no actual. `said`: what stands above; `asked`: the
        figures that the question is about; `beside`: all that is shown, of which the plan has a card of its own.
        """
        if asked:
            return cls(catalog, {id: row.chain for id, row in asked.rows.items()}, asked.years)
        plain = [one.id for one in items if one.id in catalog.indicators and not one.text]
        found = [measure(catalog.indicator(id), values) for id in plain]
        whole = [catalog.strategy.population_target for one in beside if one.kind == "strategy"]
        is_known = any(measure(one, values).view for one in whole if one)
        told, years = told_together(found, shows_baseline=shows_baseline, is_known=is_known)
        projects = [one for item in items if (one := catalog.projects.get(item.id))]
        alone = (packages_text(one, catalog) for one in projects if len(homes(catalog, one)) == 1)
        package = next((one for one in alone if f"{one}の" in said), "")
        return cls(catalog, told, years, package)

    def add(self, page: Page, item: Item, mark: str) -> None:
        project = self.catalog.projects.get(item.id)
        asked = item.text.split(" → ") if item.text and item.id in self.catalog.indicators else ()
        if figures := self.figures.get(item.id, asked):
            page.chain(item.title, figures, mark)
            return
        place = packages_text(project, self.catalog) if project else ""
        page.bullets(["　".join(filter(None, [item.title, "" if place == self.package else place]))], mark)
        if item.text:
            page.paragraph(without_markup(item.text), INDENT)


def told_together(
    found: Sequence[Measure], *, shows_baseline: bool = False, is_known: bool = False
) -> tuple[Mapping[str, Sequence[str]], str]:
    """The figures of each by its id, and the years that they have in common. The baseline where it is asked for, and,
    if one is printed, of what has no actual; that there is none of any is said once, unless one beside them `is_known`.
    """
    columns = figure_columns(found)
    is_unknown = len(found) > 1 and not is_known and not any(own.view for own in found)
    told = {}
    for own, actual, target, baseline in zip(found, *(column.cells for column in columns), strict=True):
        begun = [f"基準値 {baseline}"] if shows_baseline or (own.indicator.baseline and not own.view) else []
        reached = [f"{'実績 ' * bool(begun)}{actual}"] if own.view else []
        first, *others = [*begun, *reached, f"目標値 {target}"]
        state = "" if is_unknown else state_label(own.state)
        told[own.indicator.id] = ["　".join(filter(None, (state, first))), *others]
    shown = columns if shows_baseline or not all(own.view for own in found) else columns[:2]
    years = shared_text(shown)
    return told, (f"{_NO_ACTUALS}、{years}" if years else f"{_NO_ACTUALS}です。") if is_unknown else years
