"""The words that give a question its form, beside those that say what it asks for. Data: question_forms.toml."""

from functools import cache

from knowledge.model.data_files import VOCABULARY, read_toml


@cache
def form_words(name: str) -> frozenset[str]:
    return frozenset(read_toml(VOCABULARY / "question_forms.toml")[name])
