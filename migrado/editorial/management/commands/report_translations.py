import json

from django.core.management.base import BaseCommand

from migrado.editorial import states


class Command(BaseCommand):
    help = "How much is translated into each language, by whom, and what is outdated or missing; numbers of records."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="One line of JSON, the last.")

    def handle(self, **options):
        report = states.report()
        if options["json"]:
            self.stdout.write(json.dumps({"languages": report}))
            return
        columns = list(next(iter(report.values())))
        self.stdout.write(f"{'':12}" + "".join(f"{column:>10}" for column in columns))
        for code, counts in report.items():
            self.stdout.write(f"{code:12}" + "".join(f"{counts[column]:>10}" for column in columns))
