"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""
