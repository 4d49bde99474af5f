"""Settings, clock, logs and signals: what the program is told from outside."""
