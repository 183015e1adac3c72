"""The library's front door: one data folder, opened."""
