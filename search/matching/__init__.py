"""Which documents match a query."""
