"""What arrives from Slack: acknowledged, parsed, and handed to a feature."""
