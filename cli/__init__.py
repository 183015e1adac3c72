"""The command line: parse, one call of the engine, print.

`main` holds the group and maps errors to exit codes, in one place. The commands are in `take`,
`find`, `explain`, `look`, `keep`, `judge`, `dictionary` and `demo`; `render` lays out what a person
reads, `terminal` owns the streams.
"""
