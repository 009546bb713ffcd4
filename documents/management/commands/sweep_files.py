from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import StoredFile
from documents.uploads import storing

AGE = timedelta(days=1)
"""What is younger may belong to work that is not finished."""


class Command(BaseCommand):
    help = "Remove stored files that nothing refers to, and what an interrupted upload has left; for cron, once a day."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would go and remove nothing.")

    def handle(self, *, dry_run, **options):
        unused = list(StoredFile.objects.unused(AGE).values_list("pk", flat=True))
        orphans = [name for name in storing.without_row(storing.all_names()) if _is_old(name)]
        if not dry_run:
            unused = [pk for pk in unused if _delete(pk)]
            storing.remove(orphans)
        says = "would go" if dry_run else "are gone"
        self.stdout.write(f"{len(unused)} unused files and {len(orphans)} left-over files {says}.")


def _is_old(name):
    try:
        return default_storage.get_modified_time(name) < timezone.now() - AGE
    except FileNotFoundError:
        return False


def _delete(pk):
    """Delete a file that is still unused; False if somebody has begun to use it."""
    try:
        with transaction.atomic():
            found = StoredFile.objects.unused(AGE).select_for_update().filter(pk=pk).first()
            return bool(found and found.delete()[0])
    except IntegrityError:
        return False
