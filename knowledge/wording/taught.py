"""What staff who teach words and examples are told of them."""

from collections.abc import Sequence

from knowledge.wording.amounts import quoted

NOT_READ_YET = (
    "この例のとおりには、まだ答えられません。答えられるようにするには、"
    "「その言葉の意味」も選んでください（選ばないと、上の言葉は加わりません）。"
)
_MOST_NAMED = 4


def misread_note(question: str, means: Sequence[str], shown: Sequence[str]) -> str:
    read = f"{_listed(shown)}と読まれます" if shown else "答えが見つかりません"
    return f"「{question}」は{_listed(means)}を指すはずが、{read}。"


def unexplained_note(words: Sequence[str], file: str, offers: Sequence[str]) -> str:
    """`offers`: lines for the file of concepts by which it would be read."""
    told = f"説明の付かない言葉は{_listed(words)}です。"
    if not offers:
        return f"{told}phrases.toml で、指す事業やKPIの言い方に加えてください。"
    return f"{told}{file} に次のどれかを書けば、例のとおりに読まれます: {'、'.join(offers)}"


def unknown_concepts(named: Sequence[tuple[str, str]]) -> str:
    return "、".join(f"[{part}] {name} という概念はありません" for part, name in named)


def in_names_note(names: int) -> str:
    return (
        f"この言葉は、計画の{names}件の事業・KPIなどの名前に使われています。"
        f"試した質問のほかにも、答えの変わる質問があるかもしれません。"
    )


def _listed(names: Sequence[str]) -> str:
    return "".join(quoted(name) for name in names[:_MOST_NAMED])
