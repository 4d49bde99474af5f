"""From a question to an answer: what is asked, of which records, and what is said."""

from knowledge.answers.answer import Answer, Interpreted, Item
from knowledge.answers.engine import Engine

__all__ = ["Answer", "Engine", "Interpreted", "Item"]
