"""Which columns of a table hold values, and of which years they are."""
