"""Where the data files of the package lie, and how one is read."""

import re
import tomllib
from pathlib import Path
from typing import Any

from knowledge.model.errors import BadDataFileError

KNOWLEDGE = Path(__file__).parent.parent
STRATEGIES = KNOWLEDGE / "strategies"  # a folder a strategy: its text and what belongs to it
VOCABULARY = KNOWLEDGE / "vocabulary"  # words that hold for every municipality


def read_toml(path: Path) -> dict[str, Any]:
    """A data file beside the text; an absent one is empty."""
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadDataFileError(str(path), "UTF-8 で保存されていません") from None
    except OSError:
        raise BadDataFileError(str(path), "開けません") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise BadDataFileError(str(path), f"{at[1]} 行目を読めません" if at else "終わりが欠けています") from None
