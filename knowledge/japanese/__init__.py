"""How Japanese is written and mistyped: tokens, readings, spellings, sounds, and the words of the vocabulary."""

from knowledge.japanese.token_cache import AnalysedTexts
from knowledge.japanese.tokenizer import Lexeme, lexemes
from knowledge.japanese.vocabulary import Phrases, Vocabulary, load_phrases, load_vocabulary

__all__ = ["AnalysedTexts", "Lexeme", "Phrases", "Vocabulary", "lexemes", "load_phrases", "load_vocabulary"]
