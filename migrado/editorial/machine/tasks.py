"""Machine translation as a task for the worker: `manage.py db_worker`."""

from django_tasks import task

from . import job as jobs
from .models import TranslationJob


@task()
def translate(pk):
    """Work on a `TranslationJob`; one that is gone, or not waiting any more, is left alone."""
    job = TranslationJob.objects.filter(pk=pk).first()
    if job:
        jobs.run(job)


def start(selection, by=None):
    """A new job for the worker. Raises `job.NotNowError`."""
    job = jobs.create(selection, by)
    translate.enqueue(job.pk)
    return job


def resume(job):
    """Hand a job to the worker again. Raises `job.NotNowError`."""
    jobs.resume(job)
    translate.enqueue(job.pk)
