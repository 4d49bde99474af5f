"""The features of each reading, put together of those of every kind."""

from collections.abc import Sequence

from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.accounted import AccountFeatures
from knowledge.answers.understanding.features.feature import FeatureRow, Features
from knowledge.answers.understanding.features.flags import NotHeld, flags_of
from knowledge.answers.understanding.features.kinds import KindFeatures
from knowledge.answers.understanding.features.named import left_out, named_beside
from knowledge.answers.understanding.features.searched import SearchFeatures
from knowledge.answers.understanding.features.thread import ThreadFeatures
from knowledge.answers.understanding.reading import FROM_SEARCH, Reading

_OF_HITS = {"untold": "untold_hit", "telling_n": "telling_hit"}
_OF_TYPED = {"request": "typed:request", "request_n": "typed:request_n"}


class Describer:
    """In parts of which many are the same; what is not in them is 0."""

    def __init__(self, evidence: Evidence, not_held: NotHeld) -> None:
        self._evidence = evidence
        self.flags = flags_of(evidence, not_held)
        self._accounted = AccountFeatures(evidence)
        self._kinds = KindFeatures(evidence, self.flags)
        self._searched = SearchFeatures(evidence)
        self._thread = ThreadFeatures(evidence, self.flags)
        self._of_size: dict[tuple[str, bool], Features] = {}
        self._numbers = {number.value for number in evidence.question.numbers}

    def described(self, readings: Sequence[Reading]) -> list[FeatureRow]:
        if not readings:
            return []
        shares = self._accounted.rows(readings)
        for reading, row in zip(readings, shares, strict=True):
            for name, told in (_OF_HITS if reading.form in FROM_SEARCH else _OF_TYPED).items():
                if name in row:
                    row[told] = row[name]
        return [
            (own, *self._kinds.rows(reading), self._size(reading), self._form(reading), *self._searched.rows(reading))
            for reading, own in zip(readings, shares, strict=True)
        ]

    def _size(self, reading: Reading) -> Features:
        count = len(reading.ids)
        size = "0" if not count else "1" if count == 1 else "few" if count <= 4 else "some" if count <= 13 else "many"
        key = size, count > 1 and count in self._numbers
        if key not in self._of_size:
            self._of_size[key] = self._size_row(*key)
        return self._of_size[key]

    def _size_row(self, size: str, is_said: bool) -> Features:
        asked = {f"size:{size}:{name}": self.flags[name] for name in ("all", "count", "value", "which")}
        return {f"size:{size}": 1.0, **asked, "size_said": float(is_said)}

    def _form(self, reading: Reading) -> Features:
        row: Features = {f"form:{reading.form}": 1.0, "bound": reading.bound, "parts": reading.parts / 2}
        row["surely_bound"] = float(reading.bound >= 0.99)
        if self.flags["condition"]:
            row |= {"met": reading.met, "unmet": float(not reading.met), "doubtful": reading.doubtful}
        if reading.topic:
            row[f"topic_{reading.topic}"] = 1.0
        if reading.form in FROM_SEARCH and len(reading.ids) > 1:
            row |= self._accounted.apart(reading)
        if reading.form == "pair":
            row |= {"pair:joined": self.flags["joined"], "pair:both": self.flags["both"]}
        if reading.form == "joined":
            row |= {"joined:told": reading.told, "joined:together": reading.together}
            row |= {"joined:both": self.flags["both"], "joined:compare": self.flags["compare"]}
        if reading.form in ("two_kinds", "of_each_kind"):
            row[f"{reading.form}:joined"] = self.flags["joined"]
        if self._evidence.context:
            row |= self._thread.row(reading)
        row |= left_out(self._evidence, reading)
        if reading.of and (beside := named_beside(self._evidence, reading)):
            row["named_beside"] = min(beside, 2) / 2
        if reading.of:
            row[f"of:{self._evidence.kind(reading.of[0])}"] = 1.0
        if reading.kind == "term" and reading.form in FROM_SEARCH and self._evidence.is_kind_word(reading.ids[0]):
            row |= {"kind_word": 1.0 - self.flags["meaning"], "bound": 0.0, "surely_bound": 0.0}
        return row
