"""What is lost, doubled or broken when things go wrong at random moments: runs by command, each a row of one table.

python -m tests.reliability                 # every row, as often as it takes a few minutes
python -m tests.reliability writers:1000    # one row, with 1,000 of what it counts
"""
