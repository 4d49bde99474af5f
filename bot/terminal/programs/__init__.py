"""Commands about other programs (who may read, and the MCP server) and about workspaces that share a deployment."""
