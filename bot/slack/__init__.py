"""The way to Slack and back: payloads in, outbox out, and the platform's errors and waits."""
