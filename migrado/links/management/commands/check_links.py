from django.core.management.base import BaseCommand, CommandError

from migrado.links import running, tasks


class Command(BaseCommand):
    help = "Look whether outside links still lead somewhere: those that are due, at most 200. For cron, once a day."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="All links, however many and however lately checked.")
        parser.add_argument("--now", action="store_true", help="Here and now, not by the worker (manage.py db_worker).")

    def handle(self, *, now, **options):
        everything = options["all"]
        if not now:
            tasks.check.enqueue(everything=everything)
            self.stdout.write("The worker (manage.py db_worker) will check the links.")
            return
        try:
            summary = running.run(everything=everything, progress=self.progress)
        except running.BusyError as error:
            raise CommandError("Another check is on its way.") from error
        if summary.is_offline:
            raise CommandError(tasks.describe(summary))
        for link in summary.broken:
            self.stdout.write(f"broken: {link.url} ({link.code or 'no answer'})")
        self.stdout.write(tasks.describe(summary))

    def progress(self, summary):
        if self.stdout.isatty():
            self.stdout.write(f"\r{summary.checked}", ending="")
            self.stdout.flush()
