"""Indicator tables in a text: which lines are one, what its header calls each column, what a row holds as printed."""
