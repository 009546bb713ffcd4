import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from migrado.search import evaluation

VARIANTS = ("clean", "typoall", "translit", "short", "short_typo")


class Command(BaseCommand):
    help = "Measure the search: on any documents and questions, or on newcomers' queries and the portal's own content."

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=Path, help="JSON lines: id, lang, title, text.")
        parser.add_argument("--queries", type=Path, help="JSON lines: qid, lang, query, relevant.")
        parser.add_argument("--variant", choices=VARIANTS, default="clean", help="How the questions are spoilt.")
        parser.add_argument("--newcomers", type=Path, help="Tab-separated: language, query, wanted service keys.")
        parser.add_argument("--json", action="store_true", help="One line of JSON, the last.")

    def handle(self, *, documents, queries, variant, newcomers, **options):
        try:
            if newcomers:
                measured = evaluation.evaluate_newcomers(evaluation.read_newcomers(newcomers))
            elif documents and queries:
                read = evaluation.read_lines
                measured = evaluation.evaluate(read(documents), read(queries), variant)
            else:
                raise CommandError("Name --documents and --queries, or --newcomers.")
        except OSError as error:
            raise CommandError(f"Cannot read {error.filename}: {error.strerror}") from error
        except (ValueError, KeyError) as error:
            raise CommandError(f"The file is not as expected: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(measured, ensure_ascii=False))
        elif newcomers:
            self._show_newcomers(measured)
        else:
            self._show_measures(measured)

    def _show_measures(self, measured):
        for language, values in [*measured["languages"].items(), ("mean", measured["mean"])]:
            self.stdout.write(f"{language:10}" + "  ".join(f"{name} {value}" for name, value in values.items()))

    def _show_newcomers(self, measured):
        for language, query, wanted, got in measured["misses"]:
            self.stdout.write(f"{language:10}{query}: wanted {', '.join(wanted)}; got {', '.join(got) or 'nothing'}")
        self.stdout.write(f"first {measured['first']:.1%}, first three {measured['first_three']:.1%}")
