"""Block Kit: what Slack accepts, and the builders that stay within it."""
