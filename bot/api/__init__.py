"""Read-only doors for other programs: an HTTP API, an MCP server, and the figures that a monitor collects."""
