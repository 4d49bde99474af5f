"""From a question to an answer: what is asked, of which records, and what is said."""

from knowledge.answers.answer import Answer, Item
from knowledge.answers.engine import Engine
