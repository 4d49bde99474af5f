"""How much of a question is read, through whatever door it comes: nobody asks in more characters, a pasted page has."""

import unicodedata
from itertools import accumulate

from knowledge.model.normalize import without_unseen

LONGEST_QUESTION = 500  # characters, as written and again with every width and ligature made plain
CUT = f"文章が長いため、先頭の{LONGEST_QUESTION}文字だけを質問として読みました。"


def read_part(question: str) -> tuple[str, bool]:
    """What is read of a question, and whether something is left out."""
    seen = without_unseen(question)
    if len(seen) > LONGEST_QUESTION:
        seen = seen.strip()
    part = seen[:LONGEST_QUESTION]
    if len(unicodedata.normalize("NFKC", part)) > LONGEST_QUESTION:
        part = part[: _fitting(part)]
    return part, part != seen


def _fitting(text: str) -> int:
    """How many characters of the text fit: ㍿ is four, an Arabic ligature up to eighteen."""
    ends = accumulate(len(unicodedata.normalize("NFKC", char)) for char in text)
    return sum(end <= LONGEST_QUESTION for end in ends)
