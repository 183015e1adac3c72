"""Segments: immutable files of postings, columns and normalised texts."""
