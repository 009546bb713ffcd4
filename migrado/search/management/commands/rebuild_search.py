from django.core.management.base import BaseCommand

from migrado.search import indexing


class Command(BaseCommand):
    help = "Index everything anew. Only needed after a change of the search itself; content indexes itself."

    def handle(self, *, verbosity, **options):
        count = indexing.rebuild(self.progress if verbosity else lambda *_: None)
        self.stdout.write(f"{count} objects can be found.")

    def progress(self, done, total):
        if self.stdout.isatty() or done == total:
            self.stdout.write(f"\rlanguages {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
