"""The commands of `senryaku kpi`, by what they do, and what they show: as pages and as JSON."""
