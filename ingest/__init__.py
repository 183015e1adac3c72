"""Dump files become text, text becomes pages, pages become documents of the corpus."""
