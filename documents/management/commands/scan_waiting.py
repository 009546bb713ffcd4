from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.models import StoredFile
from documents.tasks import scan


class Command(BaseCommand):
    help = "Look for viruses in the files that still wait for it; for cron, should the scanner have been away."

    def handle(self, **options):
        waiting = StoredFile.objects.waiting()
        pks = list(waiting.values_list("pk", flat=True))
        if pks and not settings.CLAMD_SOCKET:
            raise CommandError(f"CLAMD_SOCKET is not set, and {len(pks)} files wait: no visitor sees them.")
        for pk in pks:
            scan.call(pk)
        left = waiting.filter(pk__in=pks).count()
        self.stdout.write(f"Looked at {len(pks) - left} of {len(pks)} files.")
        if left:
            raise CommandError(f"{left} files still wait; the log says why.")
