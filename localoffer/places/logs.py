"""What a family typed is in the query string, and never in our logs."""

import logging
import re

# A query runs to the protocol of a request line ("GET /find/?q=a HTTP/1.1"), else to the next space.
_QUERY = re.compile(r"\?(?=\S)(?:.*?(?=\sHTTP/\d)|\S*)", re.DOTALL)
# The server quotes a request line that it cannot read, and there is no telling what is in that.
_UNREADABLE = re.compile(
    r"(Bad (?:HTTP/0\.9 )?request (?:syntax|version|type)|Invalid request from ip=).*", re.DOTALL
)
# What would begin a line of its own, or colour a terminal: an address may hold it, percent-encoded.
# The address of a shared list is its key (finder/shortlist).
_SHARED = re.compile(r"(?<=/list/)[\w-]{16,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class WithoutQueryStrings(logging.Filter):
    """A logging filter that takes query strings out of every record, whatever wrote it, and keeps the record.

    The request that Django hangs on its records goes too: handlers that mail or store it would show its
    contents.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # arguments that do not fit: logging would print them all to say so
            message = str(record.msg)
        record.msg, record.args = without_query_strings(message), None
        if hasattr(record, "request"):
            del record.request
        return True


def without_query_strings(message: str) -> str:
    """Return a log message without control characters, and with every query string and key of a shared list cut out."""
    return _CONTROL.sub("?", _UNREADABLE.sub(r"\1", _SHARED.sub("…", _QUERY.sub("", message))))
