from django.core.management.base import BaseCommand, CommandError

from migrado import languages
from migrado.editorial.content_check import check


class Command(BaseCommand):
    help = "Find translations that are empty, in a wrong script, too long or short, or that lost a number or a term."

    def add_arguments(self, parser):
        parser.add_argument("languages", nargs="*", default=languages.CODES, help="Language codes; all by default.")

    def handle(self, **options):
        unknown = set(options["languages"]) - set(languages.CODES)
        if unknown:
            raise CommandError(f"Unknown languages: {', '.join(sorted(unknown))}.")
        faults = check(options["languages"])
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} texts need to be looked at.")
        self.stdout.write("All translations hold against their German.")
