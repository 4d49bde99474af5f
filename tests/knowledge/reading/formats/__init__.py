"""An invented city's strategy in the national template, as the same document in many formats. `make.py` makes them."""
