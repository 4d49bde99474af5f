"""Current values as the bot shows them: entry, rows and charts as data."""
