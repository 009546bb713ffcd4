"""How gunicorn serves the portal. Query strings may hold personal answers: no log line has them."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
accesslog = "-"
# %(U)s is the path without the query.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(L)ss'
