"""The digest in Slack: its message, its form and its list."""
