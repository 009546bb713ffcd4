from django.core.management.base import BaseCommand, CommandError

from migrado.editorial.content import kinds
from migrado.editorial.content_files import ContentError
from migrado.editorial.loading import load_all


class Command(BaseCommand):
    help = "Load the starter content: all or nothing, never over what staff have edited."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would change and change nothing.")

    def handle(self, *, dry_run, verbosity, **options):
        try:
            counts = load_all(kinds(), dry_run=dry_run, progress=self.progress if verbosity else lambda *_: None)
        except ContentError as error:
            shown = [f"  {fault}" for fault in error.faults[:40]]
            more = len(error.faults) - len(shown)
            shown += [f"  … and {more} more"] if more > 0 else []
            raise CommandError("Nothing was loaded.\n" + "\n".join(shown)) from error
        if counts is None:
            self.stdout.write("Content is up to date.")
            return
        self.stdout.write(
            f"{'Would be' if dry_run else 'Content'}: {counts['created']} created, {counts['updated']} updated, "
            f"{counts['unchanged']} unchanged; {counts['kept']} texts or values kept as staff edited them, "
            f"{counts['deleted']} records left deleted."
        )

    def progress(self, kind, done, total):
        if self.stdout.isatty() or done == total:
            self.stdout.write(f"\r{kind.name} {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
