"""The command line: read options, call the engine once, print.

`commands` has the group, with the module of each command; `main` turns errors into exit codes.
"""
