"""Hits, excerpts and marks of the documents that were found."""
