"""From a file of whatever kind to its numbered lines: one module a format, and what they share."""
