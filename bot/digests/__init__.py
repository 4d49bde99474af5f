"""When a digest is due and what it holds: pure, knows no Slack, store or clock."""
