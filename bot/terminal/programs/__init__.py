"""Commands about other programs: who may read, and the MCP server."""
