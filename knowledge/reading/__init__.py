"""From the text of a strategy to its records: source, blocks, outline, extraction, in that order."""

from knowledge.reading.build import build
from knowledge.reading.sources.opening import read_source
