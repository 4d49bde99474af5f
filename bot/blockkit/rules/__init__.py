"""Slack's Block Kit reference as tables: one record per object, element and block."""
