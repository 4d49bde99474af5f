"""From a question to an answer: what is asked, of which records, and what is said."""

from knowledge.answers.answer import Answer, Interpreted, Item
from knowledge.answers.engine import Engine
from knowledge.answers.examples import load_examples, misread, plan_concepts
from knowledge.answers.understanding.choice import Weighed, fitted
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading

__all__ = [
    "Answer",
    "Engine",
    "Interpreted",
    "Item",
    "Question",
    "Reading",
    "Weighed",
    "fitted",
    "load_examples",
    "misread",
    "plan_concepts",
]
