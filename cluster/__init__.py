"""The same search on a cluster of OpenSearch."""
