"""Rows of named fields, as scrapers write them, to documents."""
