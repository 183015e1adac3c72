"""The page to search on, and the API, for browsers and programs (extra `web`)."""
