"""A query becomes matches, matches are ranked, and hits show where they match."""
