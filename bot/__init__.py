"""The rim of senryaku: terminal, Slack and schedules. Everything it knows comes from `knowledge`."""
