"""The static web site: pages, addresses and its search index."""
