"""Logging without what visitors have answered."""

import logging
import re

_QUERY = re.compile(r"\?[^\s\"']*")


class PathOnly(logging.Filter):
    """Cut the query off every address in a message and its arguments."""

    def filter(self, record):
        """Always True: the line stays, the query goes."""
        record.msg = _QUERY.sub("", record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_QUERY.sub("", one) if isinstance(one, str) else one for one in record.args)
        return True
