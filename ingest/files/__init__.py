"""Files of a dump: walked, opened, unpacked within limits, and read as containers of members."""
