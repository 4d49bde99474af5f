"""People who talk, press, choose and submit."""
