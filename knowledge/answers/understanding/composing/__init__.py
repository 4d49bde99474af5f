"""Readings that the plan's schema allows: find × of × where × order, over everything that the question names."""
