"""The index as a Whoosh index, over the same files; nothing of it is pickled, nothing is copied."""
