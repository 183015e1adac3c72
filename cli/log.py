"""Print what the library logs on standard error: warnings always, more with -v."""

from __future__ import annotations

import logging
import sys
from copy import copy

from ..messages.recognised import in_words_of
from .terminal import ERASE, is_terminal, tell, write_stderr

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class Lines(logging.Handler):
    """Prints each record as one line; with a time where more than warnings is wanted."""

    def __init__(self, *, times: bool) -> None:
        super().__init__()
        self.setFormatter(
            logging.Formatter(f"souwen: {'%(asctime)s ' if times else ''}%(message)s", "%H:%M:%S")
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        if is_terminal(sys.stderr):  # a progress bar may stand in the line
            write_stderr(ERASE)
        spoken = copy(record)
        spoken.msg, spoken.args = in_words_of(record.getMessage()), None
        tell(" ".join(self.format(spoken).split()))


def listen(verbose: int) -> None:
    """Print what is logged from now on.

    Args:
        verbose: 0 for warnings, 1 for what is done, 2 for each file too.
    """
    logger = logging.getLogger("souwen")
    for handler in list(logger.handlers):
        if isinstance(handler, Lines):
            logger.removeHandler(handler)
    logger.addHandler(Lines(times=verbose > 0))
    logger.setLevel(_LEVELS[min(verbose, len(_LEVELS) - 1)])
