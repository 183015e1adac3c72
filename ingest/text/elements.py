"""The elements of HTML, by what they do to the text around them."""

from __future__ import annotations


def names(words: str) -> frozenset[str]:
    """Return names that are separated by spaces as a set."""
    return frozenset(words.split())


BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li "
    "listing main menu nav noframes ol p pre section summary table tbody tfoot thead title tr ul "
    "xmp"
)
"""Begin and end on lines of their own."""

CELLS = names("td th")
"""Stand beside each other, apart."""

UNSEEN = names(
    "script style template noscript select option optgroup datalist button input svg iframe object "
    "embed applet canvas audio video map textarea rp rt nav"
)
"""Show a reader no text of the page, or the menu of its site."""

VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
"""Hold nothing, and have no end tag."""

SELF_CLOSING = names("p li dt dd tr td th thead tbody tfoot option optgroup rt rp")
"""Are closed by the parser when the next one begins, so they make no depth."""

RAW = names("script style title textarea xmp")
"""Hold no tags, whatever it looks like."""

RAW_TEXT = names("title textarea xmp")
"""Those of them that hold text."""

PREFORMATTED = names("pre xmp listing")
"""Keep their line breaks."""

NO_DEPTH = VOID | RAW
"""Hold no elements."""

NESTED_UNSEEN = UNSEEN - NO_DEPTH
"""Show nothing of the elements that they hold."""
