"""Questions that the recorded values decide: how indicators stand, what changed, how far they have come."""
