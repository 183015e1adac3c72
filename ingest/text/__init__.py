"""Bytes become text: decoding, and HTML reduced to the lines that a person sees."""
