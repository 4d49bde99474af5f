"""Small talk and help: thanks, greetings, what the bot is. A message counts where every part of it is one."""

import re

from knowledge.answers.answer import Answer, Status, say
from knowledge.japanese.vocabulary import Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.search.query import Query

_PARTS = re.compile(r"[。、,.!！?？\s〜~…]+")
_COURTESY_END = re.compile(r"(?:です|でした|ます|ばい|たい|けん|っす|ねー?|よー?|わー?|なー?|ー|w+|笑)+$")


class Courtesies:
    """Replies to what asks nothing of the document."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary) -> None:
        self._title = catalog.strategy.title
        self._known: dict[str, str] = {}
        for key, kind in vocabulary.smalltalk.items():
            for form in (key, key.rstrip("?!"), _run_in_one(key)):
                if form:
                    self._known.setdefault(form, kind)
        self._beside = re.compile("|".join(map(re.escape, vocabulary.beside_smalltalk)) or r"(?!)")

    def answer(self, query: Query) -> Answer | None:
        """None where something is asked."""
        parts = [key for part in _PARTS.split(query.text) if (key := name_key(part))]
        if not parts:
            return say(query, "smalltalk", "smalltalk", "ご質問を文字で入力してください。例：「移住支援の事業は？」")
        kinds = [self._courtesy(name_key(query.text)) or self._courtesy("".join(parts))] + [
            self._courtesy(part) for part in parts
        ]
        kind = kinds[0] or (kinds[1] if all(kinds[1:]) else None)
        if kind is None:
            return None
        status: Status = "help" if kind in ("help", "about_bot") else "smalltalk"
        return say(query, status, kind, self._reply(kind))

    def _courtesy(self, key: str) -> str | None:
        """Which courtesy a part of the message is: as it stands, or without what people add to any of them."""
        plain = _COURTESY_END.sub("", key)
        bare = self._beside.sub("", key)
        forms = (key, plain, _run_in_one(key), _run_in_one(plain), bare, _COURTESY_END.sub("", bare))
        return next((self._known[form] for form in forms if form in self._known), None)

    def _reply(self, kind: str) -> str:
        title = self._title
        replies = {
            "thanks": "どういたしまして。またいつでもお尋ねください。",
            "greetings": f"こんにちは。{title}について、事業名やKPI、気になる言葉でお尋ねください。",
            "farewell": "お疲れさまでした。またいつでもお尋ねください。",
            "help": f"{title}の事業・基本目標・KPIをお答えします。"
            "例：「移住支援の事業は？」「待機児童数の目標値は？」「パッケージ3の事業一覧」「MICEとは」",
            "about_bot": f"{title}の内容をお答えするボットです。文書に書かれていることだけをお答えします。",
        }
        return replies.get(kind, "はい。事業名やKPI、気になる言葉でお尋ねください。")


def _run_in_one(key: str) -> str:
    """「すごーーーい」 → 「すごーい」, 「wwwww」 → 「w」."""
    return re.sub(r"(.)\1{2,}", r"\1", key)
