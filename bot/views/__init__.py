"""Block Kit from records: pure builders without client, store or clock."""
