"""A query as text becomes a tree."""
