"""How Japanese is written and mistyped: tokens, readings, spellings, sounds, and the words of the vocabulary."""

from knowledge.japanese.vocabulary import Phrases, Vocabulary, load_phrases, load_vocabulary
