"""Small talk and help: thanks, greetings, what the bot is. A message counts where every part of it is one."""

import re
from collections.abc import Mapping, Sequence

from knowledge.answers.answer import Answer, Status, say
from knowledge.answers.rules.tool_help import told_of
from knowledge.answers.understanding.words import form_words, rule_words
from knowledge.japanese.vocabulary import Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.word_patterns import alternatives
from knowledge.search.query import Query
from knowledge.wording.example_questions import example_questions, kinds_held

MOST_IN_HELP = 4
SHORTEST_RUN = 3
_TEST, _THANKS = "test", "thanks"
_OF_THE_BOT = ("help", "about_bot", "entering")
_PARTS = re.compile(r"[。、,.!！?？\s〜~…]+")
_SENTENCES = re.compile(r"[^.!?,\n]+[.!?,]*")  # of English, with the sign that ends them


class Courtesies:
    """Replies to what asks nothing of the document."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary) -> None:
        self._title = catalog.strategy.title
        examples = example_questions(catalog)[:MOST_IN_HELP]
        self._examples = f"例：{'、'.join(f'「{one}」' for one in examples)}。" if examples else ""
        self._kinds = kinds_held(catalog) or ["内容"]
        self._replies = vocabulary.replies
        self._known, self._openings = _with_forms(vocabulary.smalltalk), _with_forms(vocabulary.openings)
        self._ending = re.compile(f"{alternatives(rule_words('courtesy')['endings'])}+$")
        self._beside = re.compile("|".join(map(re.escape, vocabulary.beside_smalltalk)) or r"(?!)")

    def answer(self, query: Query) -> Answer | None:
        """None where something is asked."""
        text = query.typed if query.is_english else query.text
        parts = [key for part in _PARTS.split(text) if (key := name_key(part))]
        if not parts:
            return say(query, "smalltalk", "smalltalk", self._filled(self._replies["nothing_typed"], ""))
        first, *others = list(map(self._courtesy, parts))
        whole = self._courtesy(name_key(text)) or self._courtesy("".join(parts))
        kind = whole or (first if all(others) else None)
        if kind is None:
            sentences = _SENTENCES.findall(text) if query.is_english else parts  # its words stand apart
            kinds = [self._courtesy(name_key(one).rstrip("?!.,")) for one in sentences]
            kind = _asked_of_the_bot(sentences, kinds) or _after_telling(sentences, kinds)
            kind = kind or (self._behind_a_greeting(text) if query.is_english else None)
        if kind is None:
            return None
        if use := told_of(query, kind):
            return use
        status: Status = "help" if kind in ("help", "about_bot") else "smalltalk"
        reply = self._replies.get(kind, self._replies["other"])
        said = (self._openings.get(form) for part in (*parts, name_key(text)) for form in self._forms(part))
        return say(query, status, kind, self._filled(reply, next(filter(None, said), self._replies["opening"])))

    def _behind_a_greeting(self, text: str) -> str | None:
        """「hello what can you do」, typed without a sign between."""
        first, _, behind = text.partition(" ")
        kind = self._courtesy(name_key(behind).rstrip("?!.,"))
        return kind if kind in _OF_THE_BOT and self._courtesy(name_key(first)) else None

    def _filled(self, reply: str, opening: str) -> str:
        first, *_, last = (self._kinds[0], *self._kinds)
        named = f"{first}名や{last}" if last != first else f"{first}の名前"
        kinds = "・".join(self._kinds)
        filled = reply.replace("{title}", self._title).replace("{examples}", self._examples)
        return filled.replace("{opening}", opening).replace("{kinds}", kinds).replace("{names}", named)

    def _forms(self, key: str) -> tuple[str, ...]:
        """A part of the message as it stands, and without what people add to any courtesy."""
        plain, bare = self._ending.sub("", key), self._beside.sub("", key)
        return (key, plain, _run_in_one(key), _run_in_one(plain), bare, self._ending.sub("", bare))

    def _courtesy(self, key: str) -> str | None:
        """Which courtesy a part of the message is."""
        kind = next((self._known[form] for form in self._forms(key) if form in self._known), None)
        return None if kind == _TEST and key not in self._known and is_one_letter(key) else kind


def _with_forms(said: Mapping[str, str]) -> dict[str, str]:
    """The same for what is said without its sign at the end, or drawn out."""
    found: dict[str, str] = {}
    for key, meant in said.items():
        for form in filter(None, (key, key.rstrip("?!"), _run_in_one(key))):
            found.setdefault(form, meant)
    return found


def _asked_of_the_bot(parts: Sequence[str], said: Sequence[str | None]) -> str | None:
    """「今日異動してきました。何ができますか？」: the last part asks about the bot, and those before it ask nothing."""
    ends = tuple(form_words("asking_ends"))
    asks = any(kind is None and part.endswith(ends) for part, kind in zip(parts, said, strict=True))
    return said[-1] if said[-1] in _OF_THE_BOT and not asks else None


def _after_telling(parts: Sequence[str], said: Sequence[str | None]) -> str | None:
    """「防災対策事業の件、承知いたしました。ありがとうございます。」: thanks, behind what only tells."""
    told, asking = tuple(form_words("told_ends")), tuple(form_words("asking_ends"))
    others = [part for part, kind in zip(parts, said, strict=True) if kind is None and not part.endswith(told)]
    is_told = len(parts) > 1 and (said[-2] is not None or parts[-2].endswith(told))
    asks = len(others) > 1 or any(part.endswith(asking) for part in others)
    return said[-1] if said[-1] == _THANKS and is_told and not asks else None


def is_one_letter(key: str) -> bool:
    """「あああああ」: three or more of it, and nothing else."""
    return len(key) >= SHORTEST_RUN and len(set(key)) == 1


def _run_in_one(key: str) -> str:
    """「すごーーーい」 → 「すごーい」, 「wwwww」 → 「w」."""
    return re.sub(r"(.)\1{2,}", r"\1", key)
