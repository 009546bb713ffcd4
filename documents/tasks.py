"""The look for viruses as a task for the worker: `manage.py db_worker`."""

import logging

from django_tasks import task

from .models import StoredFile
from .uploads import virus

logger = logging.getLogger(__name__)


@task()
def scan(pk):
    """Let clamd look at a waiting file; it goes on waiting if clamd does not answer, for `manage.py scan_waiting`."""
    stored = StoredFile.objects.waiting().filter(pk=pk).first()
    if not stored:
        return
    try:
        with stored.file.open("rb") as source:
            stored.note_scan(virus.find(source))
    except (virus.ScannerError, OSError) as error:
        logger.warning("%s waits for the virus scanner: %s", stored.file.name, error)
