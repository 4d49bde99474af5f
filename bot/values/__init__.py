"""Current values as the bot shows them: what is shown and what is entered."""
