"""What `senryaku kpi` shows: indicators as pages and as JSON, and what an import would do."""
