"""What arrives from Slack, one file for each of Slack's words for it: ack → parse → call → reply."""
