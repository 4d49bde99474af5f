"""Digests on their way: what is due, the claim, the post, and what is told when it fails."""
