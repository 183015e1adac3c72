"""What is kept: documents, where each was seen, and the log of changes.

One SQLite file. A `CorpusWriter` changes it, under the `WriterLock` of its folder; any number of
`CorpusReader`s read it meanwhile. What is shown of a document (its date, channel, link) follows
from its sightings alone; `derived` says how.
"""
