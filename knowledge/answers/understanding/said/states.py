"""States of recorded values that a question speaks of, composed of its words and their endings.

達成 with ない is unachieved, 遅れ with ない not late, 実績 with ない unrecorded; 「順調に増やす」 is none.
Words are data (concepts.toml, question_forms.toml); dialect and politeness are the tokenizer's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from knowledge.answers.understanding.concepts import Concept, Concepts, Mention
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token

LONGEST_ENDING = 24  # tokens; 「…ていなかったのではないでしょうか」 has ten
_INDICATORS = frozenset({"kpi", "indicator", "target"})
_LINKS = frozenset({"て", "で", "と", "は", "も", "が", "に", "の", "や", "じゃ"})  # within an ending
_AFTER_A_NOUN = frozenset({"は", "の", "か", "って", "とか", "ば", "や", "と", "も"})
_OF_A_NUMBER = frozenset({"が", "は"})
_OBJECT = frozenset({"に", "を", "まで"})
_PRINTED = frozenset({"baseline", "target"})
_ORDERS = ("most", "least", "big", "small")


class _Meaning(Struct, frozen=True, kw_only=True):
    """The state that a word says when its ending denies it, or says that it has come about; when what is in the
    state follows (「達成のKPI」), or how many are (「達成が2件」); when the word stands as a noun; and however it
    stands. "" for none.
    """

    denied: str = ""
    done: str = ""
    thing: str = ""
    counted: str = ""
    noun: str = ""
    always: str = ""


_MEANINGS: Mapping[str, _Meaning] = {
    "achieved": _Meaning(denied="unachieved", done="achieved", thing="achieved", counted="achieved"),
    "reaching": _Meaning(denied="unachieved", done="achieved"),
    "unachieved": _Meaning(denied="achieved", always="unachieved"),
    "late": _Meaning(denied="not_late", done="late", noun="late"),
    "slightly_late": _Meaning(denied="not_late", always="slightly_late"),
    "slow": _Meaning(denied="not_late", always="late"),
    "going": _Meaning(denied="late"),
    "faring": _Meaning(denied="late", always="not_late"),
    "good": _Meaning(denied="late"),
    "on_track": _Meaning(denied="late", always="on_track"),
    "worse": _Meaning(denied="not_worse", done="worse", noun="worse"),
    "backward": _Meaning(denied="not_worse", always="worse"),
    "unrecorded": _Meaning(denied="recorded", always="unrecorded"),
    "recorded": _Meaning(denied="unrecorded", done="recorded"),
    "held": _Meaning(denied="unrecorded", thing="recorded"),
    "gone": _Meaning(always="unrecorded"),
    "missing": _Meaning(always="unrecorded"),
    "not_computable": _Meaning(always="not_computable"),
    "computable": _Meaning(denied="not_computable"),
    "reckoned": _Meaning(denied="not_computable"),
    "increased": _Meaning(done="increased"),
    "decreased": _Meaning(done="decreased"),
    "above": _Meaning(done="above"),
    "below": _Meaning(done="below"),
    "improved": _Meaning(done="improved"),
    "changing": _Meaning(denied="unchanged"),
    "upheld": _Meaning(done="kept"),
}
_PAIR = frozenset({Concept("state", "achieved"), Concept("state", "unachieved")})


class _Ending(Struct, frozen=True):
    """What follows a word: up to where (excluded), the next word behind it and its particles, and what it says."""

    end: int
    next: int
    is_denied: bool
    is_done: bool
    is_supposed: bool


def with_states(
    tokens: Sequence[Token], mentions: Sequence[Mention], concepts: Concepts
) -> tuple[list[Mention], list[Mention]]:
    """All mentions, what is a state by its ending as one of them; and the states alone.

    What a state takes in says nothing else: the ない of 「達成していない」 is no blank.
    """
    states = _States(tokens, list(_with_hidden(tokens, mentions, concepts))).found()
    if not states:
        return [one for one in mentions if one.concept.part != "standing"], []
    taken = {at for state in states for at in state.tokens}
    kept = [
        one
        for one in mentions
        if one.concept.part == "unprinted" or not (one.concept.part == "standing" or taken.intersection(one.tokens))
    ]
    stated = [one for one in states if one.concept.part == "state"]
    return sorted([*kept, *states], key=lambda one: (one.first, one.concept)), stated


def _with_hidden(tokens: Sequence[Token], mentions: Sequence[Mention], concepts: Concepts) -> Iterator[Mention]:
    """Also what stands within an expression that no plan prints: 「達成できた」 says that it is achieved."""
    for mention in mentions:
        yield mention
        if mention.concept.part == "unprinted":
            within = tokens[mention.first : mention.last + 1]
            for one in concepts.mentions(within, without="unprinted"):
                yield Mention(one.concept, one.first + mention.first, one.last + mention.first)


class _States:
    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self._tokens = tokens
        self._mentions = mentions

    @cached_property
    def _concepts(self) -> frozenset[tuple[int, Concept]]:
        return frozenset((at, mention.concept) for mention in self._mentions for at in mention.tokens)

    def found(self) -> list[Mention]:
        """In the order of the question, none within another."""
        found: list[Mention] = []
        for mention in self._mentions:
            is_free = not found or mention.first > found[-1].last
            if is_free and mention.concept.part in ("state", "standing", "condition"):
                state = self._neither(mention) or self._state(self._without_signs(mention))
                found += [state] if state else []
        return found

    def _without_signs(self, mention: Mention) -> Mention:
        """「遅れ・」 is found as 遅れ is."""
        last = max((at for at in mention.tokens if not self._tokens[at].is_sign), default=mention.first)
        return Mention(mention.concept, mention.first, last)

    def _state(self, mention: Mention) -> Mention | None:
        concept = mention.concept
        meaning = _MEANINGS.get(concept.name)
        if meaning is None or (concept.part == "condition" and concept.name != "missing"):
            return None
        if self._tokens[mention.first].surface[:1] in form_words("homonyms"):
            return None
        ending = self._ending(mention.last + 1, concept.name)
        if concept.name == "held" and ending.is_denied and self._of_the_plan(mention):
            return Mention(Concept("condition", "missing"), mention.first, ending.end - 1)
        holds = _ONLY.get(concept.name)
        if ending.is_supposed or (holds and not holds(self, mention, ending)):
            return None
        name = self._said(meaning, mention, ending)
        return Mention(Concept("state", name), mention.first, ending.end - 1) if name else None

    def _said(self, meaning: _Meaning, mention: Mention, ending: _Ending) -> str:
        if ending.is_denied and meaning.denied:
            return meaning.denied
        if ending.is_done and meaning.done and not ending.is_denied:
            return meaning.done
        if meaning.thing and (self._is_thing(ending.end) or self._is_counted(ending.end)):
            return meaning.thing
        if meaning.counted and self._is_counted(mention.last + 1):
            return meaning.counted
        return meaning.always or (meaning.noun if self._is_noun(mention.last + 1) else "")

    def _neither(self, mention: Mention) -> Mention | None:
        """「達成とも未達とも言えない」, in either order."""
        if mention.concept not in _PAIR:
            return None
        second = self._ending(mention.last + 1).next
        other = next((one for one in self._mentions if one.first == second and one.concept in _PAIR), None)
        if other is None or other.concept == mention.concept:
            return None
        ending = self._ending(other.last + 1, "neither")
        both = any("も" in self._tokens[at].surface for at in range(other.last + 1, ending.end))
        return (
            Mention(Concept("state", "neither"), mention.first, ending.end - 1) if both and ending.is_denied else None
        )

    def _ending(self, first: int, name: str = "") -> _Ending:
        also = form_words(_ALSO[name]) if name in _ALSO else frozenset[str]()
        end, denials, is_done, is_supposed, at = first, 0, False, False, first
        most = min(len(self._tokens), first + LONGEST_ENDING)
        while at < most and (self._carries(at, also) or self._links(at)):
            token = self._tokens[at]
            if self._carries(at, also):
                end = at + 1
                denials += token.norm in form_words("negations") or self._is_naka(at)
                is_done |= token.norm in form_words("done") or token.norm in also
                is_supposed |= token.norm in form_words("supposed") or token.surface in form_words("if")
            at += 1
        is_supposed |= end < len(self._tokens) and self._supposes(self._tokens[end])
        return _Ending(end, at, denials % 2 == 1, is_done, is_supposed)

    def _carries(self, at: int, also: frozenset[str]) -> bool:
        token = self._tokens[at]
        if token.part[0] == "助動詞" or token.norm in form_words("carrying") or token.norm in also:
            return True
        return self._is_naka(at)

    def _is_naka(self, at: int) -> bool:
        """「順調じゃなか」, which the dictionary has as 中."""
        return self._tokens[at].surface == "なか" and self._tokens[at - 1].surface in form_words("before_not")

    def _links(self, at: int) -> bool:
        token = self._tokens[at]
        return token.part[0] == "助詞" and token.part[1] != "準体助詞" and token.surface in _LINKS

    def _supposes(self, token: Token) -> bool:
        return token.norm in form_words("supposed") and token.part[1] not in ("格助詞", "準体助詞")

    def _is_counted(self, at: int) -> bool:
        """A number of things stands behind it: 「達成が2件以上の」."""
        behind = self._tokens[at : at + 3]
        is_number = len(behind) == 3 and behind[0].surface in _OF_A_NUMBER and behind[1].is_number
        return is_number and behind[2].surface in form_words("counters")

    def _is_thing(self, at: int) -> bool:
        """An indicator, 「もの」 or 「の」 that is in the state: 「未登録のKPI」「届いていないのは」."""
        if at < len(self._tokens) and self._tokens[at].surface == "の":
            if self._tokens[at].part[1] == "準体助詞":
                return True
            at += 1
        is_kind = any((at, Concept("kind", name)) in self._concepts for name in _INDICATORS)
        return is_kind or (at < len(self._tokens) and self._tokens[at].norm in form_words("nominal"))

    def _is_noun(self, at: int) -> bool:
        """What follows a noun that stands for itself: nothing, a sign, 「は」, what is in the state, or how much of it
        there is (「遅れが一番多い」).
        """
        if at >= len(self._tokens):
            return True
        if self._tokens[at].surface == "が" and at + 1 < len(self._tokens):
            is_order = any((at + 1, Concept("order", name)) in self._concepts for name in _ORDERS)
            return is_order or self._tokens[at + 1].is_number or self._is_thing(at)
        return self._tokens[at].is_sign or self._tokens[at].surface in _AFTER_A_NOUN or self._is_thing(at)

    # What a word is said of.

    def _before(self, at: int) -> tuple[str, int]:
        """The particles before a word, and the place of what they mark; -1 where the sentence begins."""
        particles, at = "", at - 1
        while at >= 0 and (self._is_passed_over(at) or self._tokens[at].part[0] == "助詞"):
            particles = ("" if self._is_passed_over(at) else self._tokens[at].surface) + particles
            at -= 1
        return particles, at if at >= 0 and not self._tokens[at].is_sign else -1

    def _is_passed_over(self, at: int) -> bool:
        """「目標をもう上回った」「目標をどれだけ上回った」"""
        return self._tokens[at].norm in form_words("still") or (at, Concept("ask", "value")) in self._concepts

    def _is_attribute(self, at: int, *names: str) -> bool:
        return any((at, Concept("attribute", name)) in self._concepts for name in names)

    def _of_a_value(self, mention: Mention, ending: _Ending) -> bool:
        """実績, or a value that is not the plan's own."""
        at = self._before(mention.first)[1]
        if at < 0 or self._is_attribute(at, "baseline", "target") or not self._is_noun(ending.end):
            return False
        if at > 1 and self._tokens[at - 1].surface == "の" and self._is_attribute(at - 2, "baseline", "target"):
            return False
        return self._tokens[at].norm in form_words("entered") or self._is_attribute(at, "actual")

    def _of_the_plan(self, mention: Mention) -> bool:
        """「出発点の数字が入っとらん」: what the plan prints itself is not there."""
        particles, at = self._before(mention.first)
        if _OBJECT.intersection(particles):  # 「目標に届かない」
            return False
        is_of = at > 1 and self._tokens[at - 1].surface == "の" and self._is_attribute(at - 2, "baseline", "target")
        return at >= 0 and (self._is_attribute(at, "baseline", "target") or is_of)

    def _of_an_indicator(self, mention: Mention, ending: _Ending) -> bool:
        return self._of_a_value(mention, ending) or self._is_thing(ending.end)

    def _of_the_target(self, mention: Mention, ending: _Ending) -> bool:
        """「目標に届く」, and 「届いていないもの」 where nothing else is named."""
        particles, at = self._before(mention.first)
        if _OBJECT.intersection(particles):
            return self._is_attribute(at, "target")
        return at < 0 or self._is_thing(ending.end)

    def _of_progress(self, mention: Mention, ending: _Ending) -> bool:
        at = self._before(mention.first)[1]
        return at >= 0 and (self._is_attribute(at, "progress") or self._tokens[at].norm in form_words("progress"))

    def _than_the_baseline(self, mention: Mention, ending: _Ending) -> bool:
        particles, at = self._before(mention.first)
        is_than = particles.startswith("より") and self._is_attribute(at, "baseline")
        return is_than and self._of_an_actual(mention, ending)

    def _of_an_actual(self, mention: Mention, ending: _Ending) -> bool:
        """Not 「目標値が基準値より下がっている」, which the plan itself prints."""
        figures = {name for at in range(mention.first) for name in _PRINTED if self._is_attribute(at, name)}
        return figures != _PRINTED

    def _than_a_point(self, mention: Mention, ending: _Ending) -> bool:
        """「基準値を下回る」「前年度を上回る」「令和4年度の実績を超える」, and no amount."""
        particles, at = self._before(mention.first)
        is_point = self._is_attribute(at, "baseline", "target", "actual", "year") or (
            (at, Concept("state", "previous")) in self._concepts
        )
        return particles in ("を", "より", "よりも") and is_point and self._of_an_actual(mention, ending)

    def _over_no_target(self, mention: Mention, ending: _Ending) -> bool:
        """「目標を上回る」 is that it is reached."""
        at = self._before(mention.first)[1]
        return self._than_a_point(mention, ending) and not self._is_attribute(at, "target")

    def _of_itself(self, mention: Mention, ending: _Ending) -> bool:
        """Not 「環境を改善した」, which somebody has done."""
        return "を" not in self._before(mention.first)[0] and self._of_an_actual(mention, ending)

    def _until_now(self, mention: Mention, ending: _Ending) -> bool:
        """「変わっていない」, and not 「変わらない」, which a target may say."""
        return ending.is_done and self._of_an_actual(mention, ending)

    def _where_none_is_planned(self, mention: Mention, ending: _Ending) -> bool:
        return self._of_an_actual(mention, ending) and not self._is_thing(ending.end)

    def _where_progress_is_asked(self, mention: Mention, ending: _Ending) -> bool:
        return any(one.concept == Concept("attribute", "progress") for one in self._mentions)

    def _is_no_adverb(self, mention: Mention, ending: _Ending) -> bool:
        """「遅れなく進める」「順調に増やす」「計画どおり実施」 say how something is done."""
        if ending.next >= len(self._tokens) or not self._tokens[ending.next].is_content or self._is_thing(ending.next):
            return True
        last = self._tokens[ending.next - 1]
        return last.surface not in form_words("adverbial") and ending.next > mention.last + 1


_ONLY: Mapping[str, Callable[[_States, Mention, _Ending], bool]] = {
    "reaching": _States._of_the_target,
    "slow": _States._of_progress,
    "good": _States._of_progress,
    "backward": _States._than_the_baseline,
    "increased": _States._of_an_actual,
    "decreased": _States._of_an_actual,
    "above": _States._over_no_target,
    "below": _States._than_a_point,
    "improved": _States._of_itself,
    "changing": _States._until_now,
    "upheld": _States._where_none_is_planned,
    "recorded": _States._of_an_indicator,
    "held": _States._of_a_value,
    "gone": _States._of_a_value,
    "missing": _States._of_a_value,
    "reckoned": _States._where_progress_is_asked,
    "late": _States._is_no_adverb,
    "going": _States._is_no_adverb,
    "on_track": _States._is_no_adverb,
}
_ALSO = {"late": "showing", "worse": "showing", "on_track": "running", "neither": "deciding"}  # words of an ending
