"""What one row of a table says of an indicator, as printed."""

from msgspec import Struct

from knowledge.reading.tables.header import ColumnHeading


class PrintedValue(Struct, frozen=True):
    """A cell as printed, with the header of its column, the column of years beside it, and a note on its years."""

    text: str
    heading: ColumnHeading
    years: str = ""
    note: str = ""


class PrintedIndicator(Struct, frozen=True, kw_only=True):
    """One indicator of a row. `named_by` heads its name; `baseline` is None where the table has no such column.
    `known`: a later value printed beside it, 現状値 beside 基準値.

    `table_unit`: that of a caption, of values that have none nearer. `label`: the measure or project that a column
    before the name prints, in this row or merged over it; `label_column` heads it. `goal`: what a column further out
    prints, the goal of the measure or of the row.
    """

    name: str
    named_by: str
    part: str
    unit: str
    baseline: PrintedValue | None
    target: PrintedValue
    interim: tuple[PrintedValue, ...]
    known: PrintedValue | None = None
    table_unit: str = ""
    label: str = ""
    label_column: str = ""
    goal: str = ""
