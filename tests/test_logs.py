import logging

from migrado.logs import PathOnly


def test_no_query_reaches_a_log_line():
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"%s" %s', ("GET /uk/services/x/?status=duldung HTTP/1.1", 200), None
    )
    assert PathOnly().filter(record)
    assert record.getMessage() == '"GET /uk/services/x/ HTTP/1.1" 200'
