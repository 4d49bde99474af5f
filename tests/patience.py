"""How long a test waits for what comes by itself. The wait ends when it comes: only a failure takes so long."""

PATIENCE_S = 90
