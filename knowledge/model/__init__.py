"""What a plan consists of: its records, quantities and years, and the errors that tell what is wrong with them."""

from knowledge.model.catalog import Catalog
from knowledge.model.errors import KnowledgeError, UnknownIdError, advice_on
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.model.normalize import fold, name_key
from knowledge.model.records import Indicator, Project, Record
