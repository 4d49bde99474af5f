"""Tables of 事業: their header, their rows, and which lines are one row."""
