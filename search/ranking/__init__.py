"""The order of the matching documents, and why it is as it is."""
