"""One meaning of a question, carried out."""

from typing import Literal, NamedTuple

from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import Ids

INDICATORS = frozenset({"kpi", "target", "indicator"})
OWNERS = ("package", "goal", "direction")  # kinds that others belong to
FROM_SEARCH = frozenset({"hit", "hits", "pair", "joined", "of_each_kind"})  # forms
Topic = Literal["", "printed", "called", "meant"]
"""How records go with the words that nothing else takes: they print them, stand in a package called so, or hold what
stands for them.
"""


class Reading(NamedTuple):
    """One meaning, carried out: the records it gives, and how far it accounts for each token of the question.

    `form` is how it was composed; `parts` how many conditions, scopes and orders; `of` the records it starts from;
    `bound` how surely these, or the record itself, are named (0–1); `met` the share of the conditions said that all
    its records fulfil by construction; `doubtful` the share of those fulfilled whose words also ask (「総数で何本」);
    `ranked` all in the order by which these come first, `measure` what orders them;
    `topic` how they go with a theme among the conditions; `told` the share that each of several things joined accounts
    for of its own words, at least; `together` the same of the one record that fits all of them best.
    """

    ids: Ids
    kind: str
    form: str
    explained: Weights
    bound: float = 0.0
    parts: int = 0
    of: Ids = ()
    met: float = 0.0
    doubtful: float = 0.0
    ranked: Ids = ()
    topic: Topic = ""
    told: float = 0.0
    together: float = 0.0
    measure: str = ""
