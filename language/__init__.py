"""What is known about Chinese text, independent of any corpus or index."""
