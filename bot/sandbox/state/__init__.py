"""The workspace as it stands: its records, clock, limits and what waits to be delivered."""
