"""Documents become terms, terms become an index, and the index follows the corpus."""
