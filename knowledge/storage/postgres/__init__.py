"""The records on a PostgreSQL server: connections, tables, rows and what makes them (decision 7)."""
