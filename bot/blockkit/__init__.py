"""What Slack accepts: the limits of Block Kit as tables, and the check of a message against them."""
